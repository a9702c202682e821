package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.sagas.notification.DeliveryFailure.Reason;
import io.comfortcommit.sagas.notification.Wire.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Direct messages by our app: <a href="https://docs.slack.dev/reference/methods/chat.postMessage">chat.postMessage</a> to
 * the user's id, and <a href="https://docs.slack.dev/reference/methods/chat.update">chat.update</a>.
 */
final class SlackBot implements Channel {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of Slack's own troubles, in answers with status 200. */
    private static final Set<String> PASSING =
            Set.of("internal_error", "fatal_error", "service_unavailable", "request_timeout");

    private final @Nullable SecretReference token;
    private final URI api;
    private final Wire wire;

    SlackBot(NotificationProperties.Slack settings, Wire wire) {
        this.token = settings.botToken();
        this.api = settings.api();
        this.wire = wire;
    }

    @Override
    public NotificationChannel kind() {
        return NotificationChannel.SLACK;
    }

    @Override
    public boolean reaches(Recipient to) {
        return token != null && to.wishes().slackUser() != null;
    }

    @Override
    public boolean personal() {
        return true;
    }

    @Override
    public String deliver(Notice notice, Recipient to) {
        Map<String, Object> message = new LinkedHashMap<>(SlackMessages.message(notice, true));
        message.put("channel", Objects.requireNonNull(to.wishes().slackUser()));
        JsonNode answer = call("chat.postMessage", message);
        // The channel of a direct message is not the user that it was sent to.
        return answer.path("channel").asString("") + "/" + answer.path("ts").asString("");
    }

    @Override
    public void settle(String reference, Settled settled) {
        int slash = reference.indexOf('/');
        Map<String, Object> message = new LinkedHashMap<>(SlackMessages.settled(settled));
        message.put("channel", reference.substring(0, slash));
        message.put("ts", reference.substring(slash + 1));
        call("chat.update", message);
    }

    /** <a href="https://docs.slack.dev/reference/methods/chat.postEphemeral">To one user, for the moment.</a> */
    void answer(String channel, String slackUser, String text) {
        call("chat.postEphemeral", Map.of("channel", channel, "user", slackUser, "text", text));
    }

    boolean isSetUp() {
        return token != null;
    }

    private JsonNode call(String method, Map<String, Object> body) {
        Answer answer = wire.send(HttpRequest.newBuilder(api.resolve(method))
                .header("Authorization", "Bearer " + Wire.secret(token))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build());
        answer.check();
        JsonNode told;
        try {
            told = JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new DeliveryFailure(Reason.NOT_UNDERSTOOD);
        }
        if (told.path("ok").asBoolean(false)) {
            return told;
        }
        String error = told.path("error").asString("");
        throw switch (error) {
            case "" -> new DeliveryFailure(Reason.NOT_UNDERSTOOD);
            case "ratelimited", "rate_limited" -> new DeliveryFailure(Reason.RATE_LIMITED, error, answer.retryAfter());
            default -> new DeliveryFailure(PASSING.contains(error) ? Reason.FAILING : Reason.REFUSED, error, null);
        };
    }
}
