package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotification;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotificationFailure;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.notification.NotificationCommand.SetNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences.QuietHours;
import io.comfortcommit.messages.notification.NotificationQuery.FindSlackUsers;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.sagas.activity.Activity.Outcome;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.testing.FakePushService;
import io.comfortcommit.testing.FakePushService.Browser;
import io.comfortcommit.testing.FakeSlackServer;
import io.comfortcommit.testing.FakeSlackServer.Received;
import io.comfortcommit.testing.FakeSlackServer.Says;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import tools.jackson.databind.JsonNode;

/** Real channels against a server that speaks as Slack does; the time is ours. */
class NotificationsTest {
    private static final RepositoryId REPOSITORY = new RepositoryId(new UUID(3, 1));
    private static final String TOKEN = "xoxb-a-token-of-the-test";

    /** Built from pieces, so that no scanner takes this file for a leak. */
    private static final String SECRET = "ghp_" + "0123456789abcdefghijABCDEFGHIJ456789";

    private static TestDatabase database;

    @TempDir
    private Path folder;

    private final UserId author = new UserId(UUID.randomUUID());
    private final List<CommitDraftCommand> reports = new CopyOnWriteArrayList<>();
    private final List<PushTarget> browsers = new CopyOnWriteArrayList<>();
    private final Map<DraftId, Long> sequences = new HashMap<>();
    private final EmbeddedEventStore events = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();

    private Instant now = Instant.parse("2026-11-01T03:00:00Z");
    private DraftStatus status = DraftStatus.DRAFTED;
    private boolean slackInPlan = true;
    private int asked;
    private int answersBeforeItBreaks = Integer.MAX_VALUE;
    private Runnable whileItIsWritten = () -> {};
    private FakeSlackServer slack;
    private Wire wire;
    private WebPush push;
    private PreferenceRows preferences;
    private Notifications notifications;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("sagas");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void start() throws IOException {
        slack = new FakeSlackServer();
        wire = new Wire(Duration.ofSeconds(5));
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        ErasedPeople erased = new ErasedPeople(jdbc, new DataSourceTransactionManager(database.dataSource()), "sagas");
        preferences = new PreferenceRows(jdbc, erased, "en");
        NotificationProperties.Slack settings = new NotificationProperties.Slack(
                secret("token", TOKEN), secret("hook", slack.webhook().toString()), slack.api());
        NotificationProperties.Retry retry =
                new NotificationProperties.Retry(2, Duration.ofMillis(1), Duration.ofMillis(5));
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        for (Class<?> type : List.of(RecordNotification.class, RecordNotificationFailure.class)) {
            var unused = bus.subscribe(type.getName(), message -> {
                CommitDraftCommand report = (CommitDraftCommand) message.getPayload();
                reports.add(report);
                return new DraftState(report.draftId(), status, 2);
            });
        }
        push = new WebPush(
                new PushDirectory() {
                    @Override
                    public List<PushTarget> of(UserId user) {
                        asked++;
                        if (asked > answersBeforeItBreaks) {
                            throw new IllegalStateException("nobody lets browsers in just now");
                        }
                        return List.copyOf(browsers);
                    }

                    @Override
                    public void forget(UserId user, PushTarget gone) {
                        browsers.remove(gone);
                    }
                },
                wire);
        DraftEvents draftEvents = new DraftEvents(events);
        notifications = new Notifications(
                Stream.<Channel>of(new SlackBot(settings, wire), push, new SlackWebhook(settings, wire))
                        .<Channel>map(channel -> new ResilientChannel(channel, retry))
                        .toList(),
                preferences,
                (_, channel) -> slackInPlan || channel != NotificationChannel.SLACK,
                (draft, _, personal) -> {
                    whileItIsWritten.run();
                    return "https://c.example/d/" + draft + (personal ? "#k=once" : "");
                },
                new DraftsAtHand(draftEvents),
                draftEvents,
                new SentNotices(jdbc, erased),
                new PostponedNotices(jdbc, erased),
                new Reports(DefaultCommandGateway.builder().commandBus(bus).build(), _ -> false),
                () -> now,
                2);
        events.publish(new GenericDomainEventMessage<>(
                "TrackedRepository",
                REPOSITORY.toString(),
                0,
                new RepositoryTracked(REPOSITORY, author, "https://git.example.com/team/shop.git", "main", now)));
    }

    @AfterEach
    void stop() {
        push.close();
        wire.close();
        slack.close();
    }

    @Test
    void aDirectMessageTellsWhatWaitsAndCanApproveIt() {
        chose(null, 5, "ko");
        DraftId draft = drafted("feat: add <!channel> & retry\n\nsecret body");

        assertThat(tell(draft)).isEqualTo(Outcome.DONE);

        Received message = only();
        assertThat(message.path()).isEqualTo("/api/chat.postMessage");
        assertThat(message.authorization()).isEqualTo("Bearer " + TOKEN);
        assertThat(message.body().path("channel").asString()).isEqualTo("U012AB3CD");
        assertThat(message.body().path("text").asString())
                .isEqualTo("shop에 승인을 기다리는 초안이 있습니다: feat: add &lt;!channel&gt; &amp; retry");
        assertThat(texts(message))
                .extracting(JsonNode::toString)
                .allSatisfy(text -> assertThat(text).contains("plain_text"));
        assertThat(message.body().toString()).contains("파일 2개, +30 −4줄").doesNotContain("secret body", "App.java");
        assertThat(buttons(message))
                .extracting(
                        button -> button.path("action_id").asString(),
                        button -> button.path("value").asString(""),
                        button -> button.path("url").asString(""))
                .containsExactly(
                        tuple("comfort_approve", draft + ":2", ""),
                        tuple("comfort_open", "", "https://c.example/d/" + draft + "#k=once"));
        assertThat(message.body().path("unfurl_links").asBoolean(true)).isFalse();
        assertThat(reports).containsExactly(new RecordNotification(draft, "slack", false, true));
    }

    @Test
    void aSecretInTheSubjectIsSentToNobody() {
        chose(null, 5, "en");
        tell(drafted("fix: use " + SECRET));
        assertThat(only().body().toString()).contains("fix: use ").doesNotContain(SECRET);
    }

    @Test
    void aDraftWithAnUndecidedFindingCantBeApprovedFromTheMessage() {
        chose(null, 5, "en");
        DraftId draft = captured();
        happened(
                draft,
                new Drafted(
                        draft,
                        author,
                        0,
                        "feat: x",
                        DraftOrigin.STRUCTURAL,
                        ChangeCard.UNREAD.withSecrets(List.of(
                                new ChangeCard.SecretFinding("f1", "GITHUB_TOKEN", "App.java", 3, "[TOKEN_1]", null))),
                        now));
        tell(draft);
        assertThat(buttons(only()))
                .extracting(button -> button.path("action_id").asString())
                .containsExactly("comfort_open");
        assertThat(only().body().toString())
                .contains("1 line looks like a secret")
                .doesNotContain("App.java");
    }

    @Test
    void whatWasToldIsNotToldAgainAfterACrash() {
        chose(null, 5, "en");
        DraftId draft = drafted("feat: x");
        tell(draft);
        tell(draft);
        assertThat(slack.received()).hasSize(1);
        assertThat(reports).hasSize(2).containsOnly(new RecordNotification(draft, "slack", false, true));
        notifications.tell(ActivityOrder.of(draft, 0, "trace"), true);
        assertThat(slack.received()).as("the reminder is another one").hasSize(2);
    }

    @Test
    void whereOneChannelRefusesTheNextOneIsTakenWithoutALinkThatLetsOthersIn() {
        chose(null, 5, "en");
        slack.will(Says.no("channel_not_found"));
        DraftId draft = drafted("feat: x");
        tell(draft);
        assertThat(slack.received())
                .extracting(Received::path)
                .containsExactly("/api/chat.postMessage", "/services/T0/B0/XXXX");
        assertThat(slack.received().getLast().body().toString())
                .contains("https://c.example/d/" + draft)
                .doesNotContain("#k=", "comfort_approve");
        assertThat(reports)
                .containsExactly(
                        new RecordNotificationFailure(draft, "slack", false, "REFUSED:channel_not_found"),
                        new RecordNotification(draft, "slack-webhook", false, true));
    }

    @Test
    void aMomentOfTroubleIsWaitedFor() {
        chose(null, 5, "en");
        slack.will(new Says(429, Map.of("retry-after", "0"), "{\"ok\":false,\"error\":\"ratelimited\"}"));
        DraftId draft = drafted("feat: x");
        tell(draft);
        assertThat(slack.received()).hasSize(2);
        assertThat(reports).containsExactly(new RecordNotification(draft, "slack", false, true));
    }

    @Test
    void whoAsksForALongWaitIsLeftForTheNextChannel() {
        chose(null, 5, "en");
        slack.will(new Says(429, Map.of("retry-after", "30"), ""));
        DraftId draft = drafted("feat: x");
        tell(draft);
        assertThat(reports)
                .containsExactly(
                        new RecordNotificationFailure(draft, "slack", false, "RATE_LIMITED"),
                        new RecordNotification(draft, "slack-webhook", false, true));
    }

    @Test
    void aChannelThatKeepsFailingIsGivenARestWhileTheNextOneTells() {
        chose(null, 5, "en");
        Says trouble = new Says(503, Map.of(), "");
        for (int failures = 0; failures < 6; failures += 2) {
            slack.will(trouble, trouble, new Says(200, Map.of(), "ok"));
            tell(drafted("feat: x"));
        }
        int before = slack.received().size();
        reports.clear();
        DraftId draft = drafted("feat: y");
        tell(draft);
        assertThat(slack.received().subList(before, slack.received().size()))
                .extracting(Received::path)
                .containsExactly("/services/T0/B0/XXXX");
        assertThat(reports)
                .containsExactly(
                        new RecordNotificationFailure(draft, "slack", false, "RESTING"),
                        new RecordNotification(draft, "slack-webhook", false, true));
    }

    @Test
    void whereNoBrowserIsLeftTheNextChannelTellsAndBothAreEvents() throws IOException {
        set(webPushThenSlack());
        try (FakePushService service = new FakePushService()) {
            Browser keys = FakePushService.browser();
            browsers.add(new PushTarget(
                    new UUID(1, 1), service.endpoint("phone"), keys.p256dh(), keys.auth(), "vapid t=a.b.c, k=d"));
            DraftId first = drafted("feat: x");
            tell(first);
            assertThat(slack.received()).isEmpty();
            service.answers("phone", 410);
            DraftId second = drafted("feat: y");
            tell(second);
            assertThat(reports)
                    .containsExactly(
                            new RecordNotification(first, "web-push", false, true),
                            new RecordNotificationFailure(second, "web-push", false, "REFUSED:gone"),
                            new RecordNotification(second, "slack", false, true));
            assertThat(browsers).isEmpty();
        }
    }

    @Test
    void aWayOfWhichNothingIsKnownKeepsNobodyFromTheOthers() {
        set(webPushThenSlack());
        browsers.add(new PushTarget(new UUID(1, 1), slack.webhook(), "", "", ""));
        answersBeforeItBreaks = 0;
        DraftId first = drafted("feat: x");
        assertThat(tell(first)).isEqualTo(Outcome.DONE);
        answersBeforeItBreaks = asked + 1; // it was reached, and then it was not
        DraftId second = drafted("feat: y");
        assertThat(tell(second)).isEqualTo(Outcome.DONE);
        assertThat(reports)
                .containsExactly(
                        new RecordNotification(first, "slack", false, true),
                        new RecordNotificationFailure(second, "web-push", false, "FAILING"),
                        new RecordNotification(second, "slack", false, true));
    }

    @Test
    void whereNothingIsKnownOfTheOnlyWayItIsAskedAgainLaterButNotForEver() {
        set(new NotificationPreferences(List.of(NotificationChannel.WEB_PUSH), "en", null, 5, null, null));
        answersBeforeItBreaks = 0;
        Outcome outcome = tell(drafted("feat: x"));
        int again = 0;
        while (outcome instanceof Outcome.Again(Duration in, ActivityOrder order)) {
            assertThat(in).isPositive();
            again++;
            outcome = notifications.tell(order, false);
        }
        assertThat(again).isEqualTo(5);
        assertThat(reports).isEmpty();
    }

    @Test
    void nobodyIsAskedAboutWaysWhereThereIsNoRoomToTell() {
        set(webPushThenSlack());
        List<Outcome> nested = new ArrayList<>();
        List<Integer> askedBy = new ArrayList<>();
        whileItIsWritten = () -> {
            if (nested.isEmpty()) {
                nested.add(Outcome.DONE); // the first, being told
                nested.add(tell(drafted("feat: the second")));
            } else if (askedBy.isEmpty()) {
                int before = asked;
                nested.add(tell(drafted("feat: the third")));
                askedBy.add(asked - before);
            }
        };
        tell(drafted("feat: the first"));
        assertThat(nested).filteredOn(Outcome.Again.class::isInstance).hasSize(1);
        assertThat(askedBy).containsExactly(0);
    }

    @Test
    void whatWasToldIsReportedThoughNoWayIsLeft() {
        chose(null, 5, "en");
        DraftId draft = drafted("feat: x");
        tell(draft);
        set(new NotificationPreferences(List.of(), "en", null, 5, null, null));
        tell(draft);
        assertThat(reports).hasSize(2).containsOnly(new RecordNotification(draft, "slack", false, true));
    }

    @Test
    void whenAllChannelsFailItIsTriedLaterAndNothingOfTheAnswerIsKept() {
        chose(null, 5, "en");
        slack.will(
                new Says(200, Map.of(), "{\"ok\":false,\"error\":\"" + SECRET + " <b>\"}"),
                new Says(500, Map.of(), "rollup_error"),
                new Says(500, Map.of(), "rollup_error"));
        DraftId draft = drafted("feat: x");
        assertThat(tell(draft))
                .isInstanceOfSatisfying(
                        Outcome.Again.class,
                        again -> assertThat(again.order().tries()).isEqualTo(1));
        assertThat(reports)
                .containsExactly(
                        new RecordNotificationFailure(draft, "slack", false, "REFUSED"),
                        new RecordNotificationFailure(draft, "slack-webhook", false, "FAILING:500"));
    }

    @Test
    void aPlanWithoutSlackHasNoDirectMessages() {
        chose(null, 5, "en");
        slackInPlan = false;
        tell(drafted("feat: x"));
        assertThat(only().path()).startsWith("/services/");
    }

    @Test
    void whoWantsNoChannelIsToldNothing() {
        set(new NotificationPreferences(List.of(), "en", null, 5, "U012AB3CD", null));
        assertThat(tell(drafted("feat: x"))).isEqualTo(Outcome.DONE);
        assertThat(slack.received()).isEmpty();
        assertThat(reports).isEmpty();
    }

    @Test
    void whatCameAtNightIsToldInTheMorningInOneMessage() {
        chose(new QuietHours(LocalTime.of(11, 0), LocalTime.of(13, 0), "Asia/Seoul"), 3, "en");
        List<DraftId> drafts = List.of(drafted("feat: a"), drafted("feat: b"), drafted("feat: c"));
        for (DraftId draft : drafts) {
            assertThat(tell(draft))
                    .isEqualTo(new Outcome.Again(Duration.ofHours(1), ActivityOrder.of(draft, 0, "trace")));
        }
        assertThat(slack.received()).isEmpty();

        now = now.plus(Duration.ofHours(1));
        drafts.forEach(draft -> assertThat(tell(draft)).isEqualTo(Outcome.DONE));
        assertThat(only().body().path("text").asString()).isEqualTo("3 drafts wait for you");
        assertThat(only().body().toString()).contains("shop: feat: a", "shop: feat: b", "shop: feat: c");
    }

    @Test
    void aFewThatCameAtNightAreToldOneByOneAndThoseDecidedSinceAreNot() {
        chose(new QuietHours(LocalTime.of(11, 0), LocalTime.of(13, 0), "Asia/Seoul"), 3, "en");
        List<DraftId> drafts = List.of(drafted("feat: a"), drafted("feat: b"), drafted("feat: c"));
        drafts.forEach(this::tell);
        happened(drafts.getFirst(), new Approved(drafts.getFirst(), author, author, 1, "feat: a", now));

        now = now.plus(Duration.ofHours(1));
        drafts.forEach(draft -> assertThat(tell(draft)).isEqualTo(Outcome.DONE));
        assertThat(slack.received())
                .extracting(message -> message.body().path("text").asString())
                .containsExactlyInAnyOrder(
                        "A draft in shop waits for you: feat: b", "A draft in shop waits for you: feat: c");
    }

    @Test
    void aMessageSaysWhatBecameOfItsDraft() {
        chose(null, 5, "ko");
        DraftId draft = drafted("feat: x");
        tell(draft);
        happened(draft, new Edited(draft, author, author, "feat: y", now));
        happened(draft, new Approved(draft, author, author, 1, "feat: y", now));
        notifications.settle(draft);

        Received update = slack.received().getLast();
        assertThat(update.path()).isEqualTo("/api/chat.update");
        assertThat(update.body().path("channel").asString()).isEqualTo("D024BE91L");
        assertThat(update.body().path("ts").asString()).isEqualTo("1405895017.000001");
        assertThat(update.body().path("text").asString()).isEqualTo("shop: feat: y — 승인되었습니다. 푸시하는 중입니다.");
        assertThat(buttons(update)).isEmpty();
    }

    @Test
    void aDraftDecidedWhileItsMessageWasOnTheWayIsNotLeftWithAButton() {
        chose(null, 5, "en");
        DraftId draft = drafted("feat: x");
        status = DraftStatus.APPROVED;
        whileItIsWritten = () -> happened(draft, new Approved(draft, author, author, 1, "feat: x", now));
        tell(draft);
        assertThat(slack.received())
                .extracting(Received::path)
                .containsExactly("/api/chat.postMessage", "/api/chat.update");
    }

    @Test
    void preferencesAreKeptAndASlackUserIsFoundByThem() {
        String user = "U" + author.value().toString().substring(0, 8).toUpperCase(java.util.Locale.ROOT);
        NotificationPreferences wishes = new NotificationPreferences(
                List.of(NotificationChannel.SLACK_WEBHOOK),
                "ko",
                new QuietHours(LocalTime.of(22, 30), LocalTime.of(7, 0), "Asia/Seoul"),
                0,
                user,
                "a@example.com");
        set(wishes);
        assertThat(preferences.of(author)).isEqualTo(wishes);
        assertThat(preferences.handle(new FindSlackUsers(user)).users()).containsExactly(author);
        assertThat(preferences.handle(new FindSlackUsers("U999999")).users()).isEmpty();
    }

    private void chose(@Nullable QuietHours quiet, int digestFrom, String language) {
        set(new NotificationPreferences(
                List.of(NotificationChannel.values()), language, quiet, digestFrom, "U012AB3CD", null));
    }

    private static NotificationPreferences webPushThenSlack() {
        return new NotificationPreferences(
                List.of(NotificationChannel.WEB_PUSH, NotificationChannel.SLACK), "en", null, 5, "U012AB3CD", null);
    }

    private void set(NotificationPreferences wishes) {
        preferences.handle(new SetNotificationPreferences(author, wishes));
    }

    private Outcome tell(DraftId draft) {
        return notifications.tell(ActivityOrder.of(draft, 0, "trace"), false);
    }

    private Received only() {
        assertThat(slack.received()).hasSize(1);
        return slack.received().getFirst();
    }

    private static List<JsonNode> texts(Received message) {
        List<JsonNode> texts = new ArrayList<>();
        message.body().path("blocks").forEach(block -> {
            if (block.has("text")) {
                texts.add(block.path("text"));
            }
        });
        return texts;
    }

    private static List<JsonNode> buttons(Received message) {
        List<JsonNode> buttons = new ArrayList<>();
        message.body().path("blocks").forEach(block -> {
            if (block.path("type").asString().equals("actions")) {
                block.path("elements").forEach(buttons::add);
            }
        });
        return buttons;
    }

    private DraftId drafted(String message) {
        DraftId draft = captured();
        happened(draft, new Drafted(draft, author, 0, message, DraftOrigin.STRUCTURAL, ChangeCard.UNREAD, now));
        return draft;
    }

    private DraftId captured() {
        DraftId draft = new DraftId(UUID.randomUUID());
        happened(
                draft,
                new Captured(
                        draft,
                        new CaptureId(UUID.randomUUID()),
                        REPOSITORY,
                        author,
                        new LaneId(new UUID(3, 2)),
                        "89e6c98d92887913cadf06b2adb97f26cde4849b",
                        null,
                        CaptureMode.WORK_TREE,
                        new ChangeSummary(2, 30, 4),
                        new GitAuthor("A", "a@example.com"),
                        "main",
                        0,
                        null,
                        "test/1",
                        now,
                        now));
        return draft;
    }

    private void happened(DraftId draft, Object event) {
        long sequence = sequences.merge(draft, 0L, (before, _) -> before + 1);
        events.publish(new GenericDomainEventMessage<>("CommitDraft", draft.toString(), sequence, event));
    }

    private SecretReference secret(String name, String text) throws IOException {
        return SecretReference.of("file:" + Files.writeString(folder.resolve(name), text + "\n"));
    }
}
