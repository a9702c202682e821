package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.messages.draft.DraftId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody pressed a button that approves.
 *
 * @param slackUser who it was
 * @param channel where the button is
 * @param version that the message showed
 */
record SlackPress(String slackUser, String channel, DraftId draft, long version) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String APPROVE = "comfort_approve";
    private static final String FIELD = "payload=";
    private static final Pattern IDS = Pattern.compile("[A-Z0-9]{2,21}");
    private static final Pattern VALUE =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([1-9][0-9]{0,8})");

    /**
     * Empty for what is none of ours: Slack tells of every button, also of those that only open a link.
     *
     * @throws io.comfortcommit.gateway.problem.ProblemException if it is nothing that Slack sends
     */
    static Optional<SlackPress> read(byte[] form) {
        JsonNode payload = payload(new String(form, StandardCharsets.UTF_8));
        JsonNode action = payload.path("actions").path(0);
        Matcher value = VALUE.matcher(action.path("value").asString(""));
        String user = payload.path("user").path("id").asString("");
        String channel = payload.path("channel").path("id").asString("");
        return payload.path("type").asString("").equals("block_actions")
                        && action.path("action_id").asString("").equals(APPROVE)
                        && value.matches()
                        && IDS.matcher(user).matches()
                        && IDS.matcher(channel).matches()
                ? Optional.of(new SlackPress(
                        user, channel, new DraftId(UUID.fromString(value.group(1))), Long.parseLong(value.group(2))))
                : Optional.empty();
    }

    private static JsonNode payload(String form) {
        for (String field : form.split("&")) {
            if (field.startsWith(FIELD)) {
                try {
                    return JSON.readTree(URLDecoder.decode(field.substring(FIELD.length()), StandardCharsets.UTF_8));
                } catch (JacksonException | IllegalArgumentException e) {
                    break;
                }
            }
        }
        throw Problem.badField("MISSING", "payload").asException();
    }
}
