package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.notification.DraftLink;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.notification.NotificationCommand.AnswerInSlack;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationQuery.IssueDraftLink;
import io.comfortcommit.messages.notification.SlackAnswer;
import io.comfortcommit.messages.query.DraftView;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@NullUnmarked // its fields are filled by the test framework
class NotificationTest extends GatewayTest {
    private static final UserId USER = new UserId(OWNER);
    private static final String SLACK_USER = "U012AB3CD";

    @Autowired
    private MemoryNotifications notifications;

    @Autowired
    private QueryGateway queries;

    @Autowired
    private JdbcClient jdbc;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void choose() {
        notifications.answers.clear();
        notifications.preferences.clear();
        notifications.preferences.put(
                USER, new NotificationPreferences(List.of(NotificationChannel.SLACK), "ko", null, 5, SLACK_USER, null));
    }

    @Test
    void aButtonPressedInSlackApprovesWhatItsMessageShowed() throws Exception {
        DraftView draft = drafts.drafted("feat: x");
        HttpResponse<String> reply = press(SLACK_USER, draft.draftId(), draft.version());
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(status(draft)).isEqualTo(DraftStatus.APPROVED.name());
        assertThat(notifications.answers).isEmpty();
    }

    @Test
    void aButtonOfADraftThatHasChangedApprovesNothingAndSaysSo() throws Exception {
        DraftView draft = drafts.drafted("feat: x");
        assertThat(press(SLACK_USER, draft.draftId(), draft.version() + 1).statusCode())
                .isEqualTo(200);
        assertThat(status(draft)).isEqualTo(DraftStatus.DRAFTED.name());
        assertThat(notifications.answers)
                .containsExactly(new AnswerInSlack(USER, "D024BE91L", SLACK_USER, SlackAnswer.CHANGED));
    }

    @Test
    void aButtonPressedInSlackIsHeldToTheRulesOfTheRepository() throws Exception {
        repositories.texts(Map.of(".commitlintrc.yml", "rules: {type-enum: [2, always, [feat, fix]]}"));
        DraftView draft = drafts.drafted("docs: b");
        assertThat(press(SLACK_USER, draft.draftId(), draft.version()).statusCode())
                .isEqualTo(200);
        assertThat(status(draft)).isEqualTo(DraftStatus.DRAFTED.name());
        assertThat(drafts.sent()).noneMatch(sent -> sent.command() instanceof ApproveDraft);
        assertThat(notifications.answers)
                .containsExactly(new AnswerInSlack(USER, "D024BE91L", SLACK_USER, SlackAnswer.RULES));

        DraftView allowed = drafts.drafted("fix: b");
        press(SLACK_USER, allowed.draftId(), allowed.version());
        assertThat(status(allowed)).isEqualTo(DraftStatus.APPROVED.name());
    }

    @Test
    void aButtonOfADraftThatHasChangedSaysThatAndNotWhatItsOldMessageBroke() throws Exception {
        repositories.texts(Map.of(".commitlintrc.yml", "rules: {type-enum: [2, always, [feat, fix]]}"));
        DraftView draft = drafts.drafted("docs: b");
        press(SLACK_USER, draft.draftId(), draft.version() + 1);
        assertThat(notifications.answers)
                .containsExactly(new AnswerInSlack(USER, "D024BE91L", SLACK_USER, SlackAnswer.CHANGED));
    }

    @Test
    void somebodyElseInSlackApprovesNothing() throws Exception {
        DraftView draft = drafts.drafted("feat: x");
        notifications.preferences.put(
                new UserId(UUID.randomUUID()),
                new NotificationPreferences(List.of(NotificationChannel.SLACK), "ko", null, 5, "U999999", null));
        for (String user : List.of("U999999", "U000000")) {
            assertThat(press(user, draft.draftId(), draft.version()).statusCode())
                    .isEqualTo(200);
        }
        assertThat(status(draft)).isEqualTo(DraftStatus.DRAFTED.name());
    }

    @Test
    void whoseRoleMayNotApproveDoesNotInSlackEither() throws Exception {
        UserId roleless = new UserId(UUID.randomUUID());
        notifications.preferences.put(
                roleless,
                new NotificationPreferences(List.of(NotificationChannel.SLACK), "ko", null, 5, "U999999", null));
        DraftView draft = drafts.draftedBy(roleless, "feat: x");
        assertThat(press("U999999", draft.draftId(), draft.version()).statusCode())
                .isEqualTo(200);
        assertThat(drafts.sent()).noneMatch(sent -> sent.command() instanceof ApproveDraft);
        assertThat(notifications.answers)
                .containsExactly(new AnswerInSlack(roleless, "D024BE91L", "U999999", SlackAnswer.FORBIDDEN));
        assertThat(logged(draft)).containsExactly("user:" + roleless + " slack/1 draft.approve DENIED ROLE");
    }

    @Test
    void anApprovalInSlackIsInTheLogOfActions() throws Exception {
        DraftView draft = drafts.drafted("feat: x");
        press(SLACK_USER, draft.draftId(), draft.version());
        assertThat(logged(draft)).containsExactly("user:" + OWNER + " slack/1 draft.approve ALLOWED ");
    }

    private List<String> logged(DraftView draft) {
        return jdbc.sql("SELECT concat(actor, ' ', client, ' ', action, ' ', outcome, ' ', reason)"
                        + " FROM gateway.action_log WHERE target = :draft")
                .param("draft", draft.draftId().toString())
                .query(String.class)
                .list();
    }

    @Test
    void aButtonThatOnlyOpensALinkIsTakenNoteOf() throws Exception {
        DraftView draft = drafts.drafted("feat: x");
        String form = form(payload(SLACK_USER, draft.draftId() + ":1").replace("comfort_approve", "comfort_open"));
        assertThat(send(form, now(), signed(form, now())).statusCode()).isEqualTo(200);
        assertThat(status(draft)).isEqualTo(DraftStatus.DRAFTED.name());
    }

    @Test
    void whatIsSentAgainIsRefused() throws Exception {
        DraftView draft = drafts.drafted("feat: x");
        String form = form(payload(SLACK_USER, draft.draftId() + ":" + draft.version()));
        String signature = signed(form, now());
        assertThat(send(form, now(), signature).statusCode()).isEqualTo(200);
        HttpResponse<String> again = send(form, now(), signature);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("WEBHOOK_SIGNATURE_INVALID");
    }

    @ParameterizedTest
    @CsvSource({"-301, 401", "-299, 200", "299, 200", "301, 401", "-86400, 401"})
    void whatIsOldOrFromTheFutureIsRefused(long seconds, int status) throws Exception {
        String form = form(payload(SLACK_USER, UUID.randomUUID() + ":1"));
        long at = now() + seconds;
        assertThat(send(form, at, signed(form, at)).statusCode()).isEqualTo(status);
    }

    @Test
    void whatIsNotSignedRightIsRefused() throws Exception {
        DraftView draft = drafts.drafted("feat: x");
        String form = form(payload(SLACK_USER, draft.draftId() + ":" + draft.version()));
        String right = signed(form, now());
        for (String wrong : List.of(
                "",
                "v0=",
                "v1=" + right.substring(3),
                right.substring(0, right.length() - 1) + "g",
                signed("x", now()))) {
            assertThat(send(form, now(), wrong).statusCode()).as(wrong).isEqualTo(401);
            clock.advance(java.time.Duration.ofMinutes(2)); // or there were too many
        }
        assertThat(status(draft)).isEqualTo(DraftStatus.DRAFTED.name());
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        String form = "payload=" + "x".repeat(300_000);
        assertThat(send(form, now(), signed(form, now())).statusCode()).isEqualTo(413);
    }

    @Test
    void preferencesAreKeptAsTheyAreSet() {
        JsonNode answer = graphql(
                "mutation { setNotificationPreferences(input: {channels: [SLACK_WEBHOOK, SLACK], language: \\\"ko\\\","
                        + " quiet: {from: \\\"22:30\\\", to: \\\"07:00\\\", zone: \\\"Asia/Seoul\\\"},"
                        + " slackUser: \\\"U777AA\\\", email: \\\"kim@example.com\\\"}) { digestFrom } }");
        assertThat(answer.path("data")
                        .path("setNotificationPreferences")
                        .path("digestFrom")
                        .asInt())
                .isEqualTo(5);
        JsonNode kept = graphql(
                        "{ notificationPreferences { channels language slackUser email quiet { from to zone } } }")
                .path("data")
                .path("notificationPreferences");
        assertThat(kept.toString())
                .isEqualTo(
                        "{\"channels\":[\"SLACK_WEBHOOK\",\"SLACK\"],\"language\":\"ko\",\"slackUser\":\"U777AA\",\"email\":\"kim@example.com\","
                                + "\"quiet\":{\"from\":\"22:30\",\"to\":\"07:00\",\"zone\":\"Asia/Seoul\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "language: \\\"de\\\" | language",
                "language: \\\"ko\\\", digestFrom: 1 | digestFrom",
                "language: \\\"ko\\\", slackUser: \\\"<!channel>\\\" | slackUser",
                "language: \\\"ko\\\", email: \\\"kim@example.com\\\\nBcc: x@example.com\\\" | email",
                "language: \\\"ko\\\", email: \\\"<kim@example.com>\\\" | email",
                "language: \\\"ko\\\", quiet: {from: \\\"25:00\\\", to: \\\"07:00\\\", zone: \\\"UTC\\\"} | from",
                "language: \\\"ko\\\", quiet: {from: \\\"22:00\\\", to: \\\"07:00\\\", zone: \\\"Mars/One\\\"} | zone",
            })
    void whatCantBeUsedIsRefusedByItsName(String input, String field) {
        JsonNode error = graphql(
                        "mutation { setNotificationPreferences(input: {channels: [], " + input + "}) { language } }")
                .path("errors")
                .path(0);
        assertThat(error.path("extensions").path("code").asString()).isEqualTo("BAD_REQUEST");
        assertThat(error.path("message").asString()).contains("\"" + field + "\"");
    }

    @Test
    void aLinkForItsAuthorAloneLetsThemInOnceAndOneForOthersNobody() {
        DraftId draft = new DraftId(UUID.randomUUID());
        String open = link(new IssueDraftLink(USER, draft, false));
        assertThat(open).isEqualTo(url("/d/" + draft));
        String personal = link(new IssueDraftLink(USER, draft, true));
        assertThat(personal).startsWith(open + "#k=");
        String code = personal.substring(personal.indexOf('=') + 1);
        for (int status : new int[] {204, 401}) {
            anybody.post()
                    .uri("/api/sessions")
                    .header("Content-Type", "application/json")
                    .bodyValue("{\"code\":\"" + code + "\"}")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(status);
        }
    }

    private String link(IssueDraftLink query) {
        return queries.query(query, ResponseTypes.instanceOf(DraftLink.class))
                .join()
                .url();
    }

    private JsonNode graphql(String query) {
        return json(owner.post()
                .uri("/graphql")
                .header("Content-Type", "application/json")
                .bodyValue("{\"query\":\"" + query + "\"}")
                .exchange());
    }

    private String status(DraftView draft) {
        return graphql("{ draft(id: \\\"" + draft.draftId() + "\\\") { status } }")
                .path("data")
                .path("draft")
                .path("status")
                .asString();
    }

    private HttpResponse<String> press(String slackUser, DraftId draft, long version)
            throws IOException, InterruptedException, GeneralSecurityException {
        String form = form(payload(slackUser, draft + ":" + version));
        return send(form, now(), signed(form, now()));
    }

    /** As Slack documents it, shortened. */
    private static String payload(String slackUser, String value) {
        return """
                {"type":"block_actions","user":{"id":"%s","username":"mina","team_id":"T9TK3CUKW"},
                "api_app_id":"AABA1ABCD","container":{"type":"message","message_ts":"1405895017.000506",
                "channel_id":"D024BE91L","is_ephemeral":false},"trigger_id":"12321423423.333649436676.d8c1bb83",
                "channel":{"id":"D024BE91L","name":"directmessage"},"response_url":"https://hooks.slack.com/actions/A/1/x",
                "actions":[{"action_id":"comfort_approve","block_id":"=qXel","type":"button","value":"%s",
                "text":{"type":"plain_text","text":"승인"},"style":"primary","action_ts":"1548426417.840180"}]}
                """.formatted(slackUser, value);
    }

    private static String form(String payload) {
        return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static String signed(String form, long at) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SLACK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "v0="
                + HexFormat.of().formatHex(mac.doFinal(("v0:" + at + ":" + form).getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> send(String form, long at, String signature) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url("/webhooks/slack/interactivity")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Slack-Request-Timestamp", Long.toString(at))
                        .header("X-Slack-Signature", signature)
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }
}
