package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.KakaoToken;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.sagas.notification.DeliveryFailure.Reason;
import io.comfortcommit.sagas.notification.Wire.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * KakaoTalk, by <a href="https://developers.kakao.com/docs/latest/en/kakaotalk-message/rest-api#default-template-msg-me">a
 * message to oneself</a>: it stands in the user's own chat, sent in their own name, so that no account of a business is needed.
 */
final class KakaoTalk implements Channel {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of Kakao's own troubles: internal, and being maintained. */
    private static final Set<Integer> PASSING = Set.of(-1, -7, -9798);

    /** It was asked too often. */
    private static final int TOO_OFTEN = -10;

    private final URI send;
    private final KakaoDirectory directory;
    private final Wire wire;

    KakaoTalk(NotificationProperties.Kakao settings, KakaoDirectory directory, Wire wire) {
        this.send = settings.api().resolve("v2/api/talk/memo/default/send");
        this.directory = directory;
        this.wire = wire;
    }

    @Override
    public NotificationChannel kind() {
        return NotificationChannel.KAKAO;
    }

    @Override
    public boolean reaches(Recipient to) {
        return directory.connected(to.user());
    }

    @Override
    public boolean personal() {
        return true;
    }

    @Override
    public @Nullable String deliver(Notice notice, Recipient to) {
        KakaoToken found = directory.token(to.user());
        if (!found.connected()) {
            throw new DeliveryFailure(Reason.REFUSED, "disconnected", null);
        }
        String token = found.accessToken();
        if (token == null || !Wire.fitsAHeader(token)) {
            throw new DeliveryFailure(Reason.UNREACHABLE, "token", null);
        }
        String template = JSON.writeValueAsString(KakaoMessages.template(notice));
        check(wire.send(HttpRequest.newBuilder(send)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
                .POST(BodyPublishers.ofString("template_object=" + URLEncoder.encode(template, StandardCharsets.UTF_8)))
                .build()));
        return null;
    }

    /** Errors have a number of Kakao's own; {@code result_code} is 0 where the message is in the chat. */
    private static void check(Answer answer) {
        JsonNode told;
        try {
            told = JSON.readTree(answer.body());
        } catch (JacksonException e) {
            answer.check();
            throw new DeliveryFailure(Reason.NOT_UNDERSTOOD);
        }
        if (!told.path("code").isInt()) {
            answer.check();
            if (told.path("result_code").asInt(-1) != 0) {
                throw new DeliveryFailure(Reason.NOT_UNDERSTOOD);
            }
            return;
        }
        int code = told.path("code").asInt();
        if (code == TOO_OFTEN || answer.status() == 429) {
            throw new DeliveryFailure(Reason.RATE_LIMITED, Integer.toString(code), answer.retryAfter());
        }
        boolean passing = PASSING.contains(code) || answer.status() >= 500;
        throw new DeliveryFailure(passing ? Reason.FAILING : Reason.REFUSED, Integer.toString(code), null);
    }
}
