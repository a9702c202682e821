package io.comfortcommit.sagas;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.prompt.TokenCount;
import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.ExpireDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraftingFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotification;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPush;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPushFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordRedraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.SupersedeDraft;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.ApproverNotified;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.DraftingFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.CommitDraftEvent.FindingsCleared;
import io.comfortcommit.messages.draft.CommitDraftEvent.LeftToAgent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.CommitDraftEvent.RedraftRequested;
import io.comfortcommit.messages.draft.CommitDraftEvent.Redrafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.SplitApproved;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.SplitPart;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.comfortcommit.messages.notification.DraftLink;
import io.comfortcommit.messages.notification.KakaoConnection;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.notification.NotificationCommand.SetNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationQuery.FindKakaoConnection;
import io.comfortcommit.messages.notification.NotificationQuery.FindPushTargets;
import io.comfortcommit.messages.notification.NotificationQuery.IssueDraftLink;
import io.comfortcommit.messages.notification.PushTargets;
import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardSagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.RetrySagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionQuery.FindSagaDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import io.comfortcommit.messages.query.Candidates;
import io.comfortcommit.messages.query.Candidates.Candidate;
import io.comfortcommit.messages.query.DraftQuery.FindCandidates;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Deliveries;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.IngestedCapture;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PushedBranch;
import io.comfortcommit.repositories.PushedBranches;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.testing.FakeModelServer;
import io.comfortcommit.testing.FakeModelServer.Behaviour;
import io.comfortcommit.testing.FakeSlackServer;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.serialization.LazyDeserializingObject;
import org.axonframework.serialization.SerializedMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Events in, commands out; everything between is real but the git bytes. */
class CommitSagaTest {
    private static final UserId AUTHOR = new UserId(new UUID(7, 7));
    private static final Instant NOW = Instant.now();
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(3);

    /** The one whose changes a model may see. */
    private static final RepositoryId WITH_A_MODEL = new RepositoryId(new UUID(7, 8));

    /** Another one, whose owner chose how its messages are drafted. */
    private static final RepositoryId CHOOSING = new RepositoryId(new UUID(7, 11));

    private static TestDatabase database;
    private static FakeModelServer model;
    private static FakeSlackServer slack;

    @TempDir
    private static Path secrets;

    private static ConfigurableApplicationContext context;
    private static ScriptedRepositories repositories;
    private static RecordedCommands commands;

    private final DraftId draft = new DraftId(UUID.randomUUID());
    private final Map<DraftId, Long> sequences = new HashMap<>();
    private final Map<RepositoryId, Long> repositoryEvents = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        model = new FakeModelServer();
        slack = new FakeSlackServer();
        Path token = Files.writeString(secrets.resolve("slack"), "xoxb-a-token-of-the-test");
        database = TestDatabase.migrated("vault", "sagas");
        SpringApplication application = new SpringApplication(SagasOnly.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(Map.ofEntries(
                entry("comfort.llm.base-url", model.url().toString()),
                entry("comfort.llm.model", "some-model"),
                entry("comfort.notifications.slack.bot-token", "file:" + token),
                entry("comfort.notifications.slack.api", slack.api().toString()),
                entry("comfort.llm.policy", "none"),
                entry("comfort.llm.timeout", "1s"),
                entry("comfort.llm.repositories." + WITH_A_MODEL.value(), "any"),
                entry("comfort.llm.repositories." + CHOOSING.value(), "any"),
                entry("axon.axonserver.enabled", "false"),
                entry("comfort.axon.master-key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
                entry("comfort.axon.node", "test"),
                entry("comfort.publishing.first-retry", "10ms"),
                entry("comfort.publishing.longest-retry", "20ms"),
                entry("comfort.publishing.give-up-after", GIVE_UP_AFTER.toString()),
                entry("spring.main.banner-mode", "off"),
                // So that each way to fail is met, not the rest after those before.
                entry("comfort.llm.breaker.least", "1000"),
                entry("comfort.llm.breaker.of", "1000")));
        context = application.run();
        repositories = context.getBean(ScriptedRepositories.class);
        commands = context.getBean(RecordedCommands.class);
    }

    @AfterAll
    static void stop() {
        context.close();
        database.close();
        model.close();
        slack.close();
    }

    @Test
    void aCaptureIsDraftedFromItsChange() {
        happened(captured(draft, null));
        RecordDraft report = awaited(RecordDraft.class, draft);
        assertThat(report.origin()).isEqualTo(DraftOrigin.STRUCTURAL);
        assertThat(report.message()).contains("Order");
        assertThat(report.card().clusters())
                .singleElement()
                .satisfies(cluster -> assertThat(cluster.files())
                        .containsExactly(new ChangeCard.ClusterFile("src/Order.java", List.of(0))));
        assertThat(commands.metaDataOf(report)).containsEntry(MessageMetaData.TRACE_ID, "trace-of-" + draft);
    }

    @Test
    void theAuthorIsToldOfADraftAndTheMessageSaysThatItWasApproved() {
        UserId told = new UserId(UUID.randomUUID());
        context.getBean(CommandGateway.class)
                .sendAndWait(new SetNotificationPreferences(
                        told,
                        new NotificationPreferences(
                                List.of(NotificationChannel.SLACK), "en", null, 5, "U012AB3CD", null)));
        happened(
                captured(draft, null, new RepositoryId(new UUID(7, 1)), told),
                new Drafted(draft, told, 0, "feat: x", DraftOrigin.STRUCTURAL, ChangeCard.UNREAD, NOW));
        assertThat(awaited(RecordNotification.class, draft))
                .isEqualTo(new RecordNotification(draft, "slack", false, true));
        assertThat(slack.received())
                .filteredOn(message -> message.body().toString().contains("https://c.example/d/" + draft))
                .hasSize(1);

        happened(
                new ApproverNotified(draft, told, "slack", false, true, NOW),
                new Approved(draft, told, told, 1, "feat: x", NOW));
        await().until(() ->
                slack.received().stream().anyMatch(message -> message.path().endsWith("chat.update")));
    }

    @Test
    void aDraftTellsNamesAndNumbersOfItsChangeAndNoCode() {
        List<String> lines = new ArrayList<>(List.of(" class Kitchen {"));
        for (int number = 0; number < 12; number++) {
            lines.add("+    int cook" + number + "(int flour) {");
            lines.add("+        return flour * 42 + " + number + ";");
            lines.add("+    }");
        }
        lines.add(" }");
        String text =
                String.join("\n", lines.stream().map(line -> line.substring(1)).toList()) + "\n";
        repositories.changes.put(
                draft,
                new ChangeSet(
                        List.of(new FileChange(
                                "src/Kitchen.java",
                                "src/Kitchen.java",
                                FileChange.Kind.MODIFIED,
                                0100644,
                                0100644,
                                false,
                                lines.size() - 2,
                                0,
                                List.of(new FileChange.Hunk(1, 2, 1, lines.size(), lines)),
                                new FileChange.Sides("class Kitchen {\n}\n", text))),
                        false));
        happened(captured(draft, null));

        RecordDraft report = awaited(RecordDraft.class, draft);
        assertThat(report.card().symbols()).as("the weightiest ten").hasSize(10);
        assertThat(context.getBean("eventSerializer", Serializer.class)
                        .serialize(report, String.class)
                        .getData())
                .contains("Kitchen")
                .doesNotContain("return", "flour *", "* 42");
    }

    @Test
    void aDraftKeepsToTheRulesThatItsRepositoryHas() {
        repositories.files.put(
                ".commitlintrc.json", "{\"rules\": {\"type-enum\": [2, \"always\", [\"feature\", \"bugfix\"]]}}");
        happened(captured(draft, null, new RepositoryId(new UUID(7, 10))));
        assertThat(awaited(RecordDraft.class, draft).message()).startsWith("feature: ");
        repositories.files.clear();
    }

    @Test
    void aModelsMessageIsPutIntoTheFormThatTheRulesAskFor() {
        repositories.files.put(
                ".commitlintrc.json", "{\"rules\": {\"subject-case\": [2, \"always\", \"sentence-case\"]}}");
        aModelDrafts("introduce the Order");
        repositories.files.clear();
        assertThat(awaited(RecordDraft.class, draft).message()).isEqualTo("feat(shop): Introduce the Order");
    }

    @Test
    void anApprovedMessageThatTheRulesNoLongerAllowIsNotSaidAgain() {
        RepositoryId repository = new RepositoryId(UUID.randomUUID());
        DraftId before = new DraftId(UUID.randomUUID());
        repositories.changes.put(before, bump("5.1.0", "5.2.0"));
        happened(captured(before, null, repository));
        awaited(RecordDraft.class, before);
        happened(
                new Approved(before, AUTHOR, AUTHOR, 1, "chore(deps): bump vite from 5.1.0 to 5.2.0", NOW),
                new Pushed(before, AUTHOR, 1, "89e6c98d", Landing.BRANCH, "main", false, 1, null, NOW));
        await().until(() -> remembered(before) == 1);

        repositories.files.put(".commitlintrc.json", "{\"rules\": {\"scope-empty\": [2, \"always\"]}}");
        repositories.changes.put(draft, bump("5.2.0", "5.3.0"));
        happened(captured(draft, null, repository));
        RecordDraft report = awaited(RecordDraft.class, draft);
        repositories.files.clear();
        assertThat(report.origin()).isEqualTo(DraftOrigin.STRUCTURAL);
        assertThat(report.message()).startsWith("chore: ");
    }

    @Test
    void whatTheRepositoryWantsIgnoredIsSentToNoModel() {
        repositories.files.put(".comfortignore", "*.xml\n");
        ChangeSet ignored = bump("7.1.0", "7.2.0");
        ChangeSet seen = repositories.changes(new DraftId(UUID.randomUUID()));
        repositories.changes.put(
                draft,
                new ChangeSet(
                        Stream.concat(seen.files().stream(), ignored.files().stream())
                                .toList(),
                        false));
        int before = model.received().size();
        happened(captured(draft, null, WITH_A_MODEL));
        RecordDraft report = awaited(RecordDraft.class, draft);
        repositories.files.clear();

        assertThat(report.origin()).isEqualTo(DraftOrigin.LLM);
        assertThat(model.received().subList(before, model.received().size()))
                .singleElement()
                .satisfies(request ->
                        assertThat(request.conversation()).contains("Order").doesNotContain("tools.xml", "7.2.0"));
        assertThat(report.card().clusters().stream()
                        .flatMap(cluster -> cluster.files().stream())
                        .map(ChangeCard.ClusterFile::path))
                .as("the approver sees all that is committed")
                .contains("tools.xml");
    }

    @Test
    void aDraftFollowsTheHabitsOfItsRepository() {
        for (int number = 0; number < 40; number++) {
            repositories.commit("Order" + number, "perf(shop): add Order" + number);
        }
        happened(captured(draft, null, new RepositoryId(new UUID(7, 9))));
        assertThat(awaited(RecordDraft.class, draft).message()).startsWith("perf(shop): ");
        repositories.past.clear();
    }

    @Test
    void aDraftIsInTheLanguageAndFormThatTheRepositorysOwnerChose() {
        RepositoryId korean = new RepositoryId(UUID.randomUUID());
        chosen(korean, DraftingLanguage.KO, true);
        happened(captured(draft, null, korean));
        assertThat(awaited(RecordDraft.class, draft).message()).isEqualTo("feat: ✨ Order 추가");

        DraftId other = new DraftId(UUID.randomUUID());
        happened(captured(other, null, new RepositoryId(UUID.randomUUID())));
        assertThat(awaited(RecordDraft.class, other).message()).isEqualTo("feat: add Order");

        DraftId unread = new DraftId(UUID.randomUUID());
        repositories.unreadable.add(unread);
        happened(captured(unread, null, korean));
        assertThat(awaited(RecordDraft.class, unread).message())
                .startsWith("chore: 🔧 ")
                .containsPattern("\\p{IsHangul}");
    }

    @Test
    void aModelIsToldTheChosenLanguageAndTheEmojiIsPutBeforeItsSubject() {
        chosen(CHOOSING, DraftingLanguage.KO, true);
        model.will(new Behaviour.Says("{\"type\":\"feat\",\"scope\":\"shop\",\"subject\":\"🚀 Order 도입\"}"));
        happened(captured(draft, null, CHOOSING));
        RecordDraft report = awaited(RecordDraft.class, draft);
        assertThat(report.origin()).isEqualTo(DraftOrigin.LLM);
        assertThat(report.message()).isEqualTo("feat(shop): ✨ Order 도입");
        assertThat(model.received().getLast().conversation())
                .contains("Language of subject and body: Korean", "Write no emoji");
    }

    @Test
    void anApprovedMessageInAnotherLanguageThanTheChosenOneIsNotSaidAgain() {
        RepositoryId choosing = new RepositoryId(UUID.randomUUID());
        DraftId before = new DraftId(UUID.randomUUID());
        repositories.changes.put(before, bump("5.1.0", "5.2.0"));
        happened(captured(before, null, choosing));
        awaited(RecordDraft.class, before);
        happened(
                new Approved(before, AUTHOR, AUTHOR, 1, "chore(deps): bump vite from 5.1.0 to 5.2.0", NOW),
                new Pushed(before, AUTHOR, 1, "89e6c98d", Landing.BRANCH, "main", false, 1, null, NOW));
        await().until(() -> remembered(before) == 1);

        chosen(choosing, DraftingLanguage.INSTALLATION, true);
        repositories.changes.put(draft, bump("5.2.0", "5.3.0"));
        happened(captured(draft, null, choosing));
        RecordDraft again = awaited(RecordDraft.class, draft);
        assertThat(again.origin()).isEqualTo(DraftOrigin.REUSE);
        assertThat(again.message()).startsWith("chore(deps): 🔧 bump vite from 5.2.0 to 5.3.0");

        chosen(choosing, DraftingLanguage.KO, false);
        DraftId korean = new DraftId(UUID.randomUUID());
        repositories.changes.put(korean, bump("5.3.0", "5.4.0"));
        happened(captured(korean, null, choosing));
        RecordDraft written = awaited(RecordDraft.class, korean);
        assertThat(written.origin()).isEqualTo(DraftOrigin.STRUCTURAL);
        assertThat(written.message()).containsPattern("\\p{IsHangul}");
    }

    private void chosen(RepositoryId repository, DraftingLanguage language, boolean gitmoji) {
        long sequence = repositoryEvents.merge(repository, 0L, (before, _) -> before + 1);
        context.getBean(EventStore.class)
                .publish(new GenericDomainEventMessage<>(
                        "TrackedRepository",
                        repository.toString(),
                        sequence,
                        new DraftingChosen(repository, AUTHOR, language, gitmoji, NOW),
                        MessageMetaData.system("trace-of-" + repository)));
    }

    @Test
    void aSplitApprovalIsPublishedPartByPart() {
        happened(
                captured(draft, null),
                drafted(),
                new SplitApproved(
                        draft,
                        AUTHOR,
                        AUTHOR,
                        1,
                        List.of(
                                new SplitPart("feat: a", List.of(new ChangeCard.ClusterFile("a", List.of(0, 2)))),
                                new SplitPart("fix: b", List.of(new ChangeCard.ClusterFile("b", List.of())))),
                        NOW));

        assertThat(awaited(RecordPush.class, draft).commits()).isEqualTo(ScriptedRepositories.LANDED.commits());
        assertThat(repositories.published)
                .filteredOn(order -> order.draftId().equals(draft))
                .containsExactly(new PublishOrder(
                        draft,
                        List.of(
                                new PublishOrder.Part("feat: a", Map.of("a", Set.of(0, 2))),
                                new PublishOrder.Part("fix: b", Map.of("b", Set.of()))),
                        NOW));
    }

    @Test
    void aChangeThatCantBeReadStillGetsAMessage() {
        repositories.unreadable.add(draft);
        happened(captured(draft, null));
        assertThat(awaited(RecordDraft.class, draft).message()).isNotBlank();
        assertThat(awaited(RecordDraftingFailure.class, draft).reason()).isEqualTo("RefusedException");
    }

    @Test
    void aChangeThatCantBeReadForAMomentIsReadLater() {
        repositories.failing.put(draft, 2);
        happened(captured(draft, null));
        assertThat(awaited(RecordDraft.class, draft).message()).contains("Order");
    }

    @Test
    void whereAModelMayBeAskedItWritesTheMessageAndTheCallIsAccountedFor() {
        model.will(new Behaviour.Says(
                "{\"type\":\"feat\",\"scope\":\"shop\",\"subject\":\"introduce the Order\",\"body\":[]}"));
        happened(captured(draft, null, WITH_A_MODEL));
        RecordDraft report = awaited(RecordDraft.class, draft);
        assertThat(report.message()).isEqualTo("feat(shop): introduce the Order");
        assertThat(report.origin()).isEqualTo(DraftOrigin.LLM);
        assertThat(calls(draft)).singleElement().satisfies(call -> {
            assertThat(call.author()).isEqualTo(AUTHOR);
            assertThat(call.repositoryId()).isEqualTo(WITH_A_MODEL);
            assertThat(call.promptTokens()).isEqualTo(1000);
        });
    }

    @Test
    void whatTheAuthorAsksForIsWrittenByAModel() {
        aModelDrafts("introduce the Order");
        model.will(says("add class Order"));
        happened(drafted(), wish(1, "call it a class"));
        RecordRedraft report = awaited(RecordRedraft.class, draft);
        assertThat(report)
                .isEqualTo(
                        new RecordRedraft(draft, 1, "feat(shop): add class Order", DraftOrigin.LLM, "call it a class"));
        assertThat(model.received().getLast().conversation())
                .contains("> feat: x\n", "The author asks: call it a class");
        assertThat(awaiting(draft)).isEqualTo("redrafting/1");
        happened(new Redrafted(draft, AUTHOR, 1, report.message(), DraftOrigin.LLM, "call it a class", NOW));
        await().until(() -> awaiting(draft).equals("expiry/0"));
    }

    @Test
    void aModelThatFailsToFollowLeavesTheDraftItsMessage() {
        aModelDrafts("introduce the Order");
        model.will(new Behaviour.Says("Gladly!"));
        happened(drafted(), wish(1, "shorter"));
        RecordDraftingFailure report = awaited(RecordDraftingFailure.class, draft);
        assertThat(report.round()).isEqualTo(1);
        assertThat(report.reason()).isEqualTo("UNUSABLE");
        happened(new DraftingFailed(draft, AUTHOR, 1, "UNUSABLE", 2, NOW));
        await().until(() -> awaiting(draft).equals("expiry/0"));
        assertThat(commands.count(RecordRedraft.class, draft)).isZero();
        assertThat(commands.count(RecordDraft.class, draft)).isEqualTo(1);
    }

    @Test
    void whereNoModelMayBeAskedAWishCantBeFollowed() {
        happened(captured(draft, null), drafted(), wish(1, "shorter"));
        assertThat(awaited(RecordDraftingFailure.class, draft))
                .isEqualTo(new RecordDraftingFailure(draft, 1, "NOT_ASKED", 0));
    }

    @Test
    void whoEditsMeanwhileIsNotWaitingForAModelAnyMore() {
        happened(captured(draft, null), drafted(), wish(1, "shorter"));
        happened(new Edited(draft, AUTHOR, AUTHOR, "feat: mine", NOW));
        await().until(() ->
                awaiting(draft).equals("expiry/0") && !scheduled(draft).contains(ActivityKind.REDRAFTING.taskName()));
    }

    @Test
    void anAuthorMayChooseAmongMessagesOfAModelAndTheOneThatNeedsNone() throws Exception {
        aModelDrafts("introduce the Order");
        model.will(new Behaviour.SaysOneOf(List.of(
                "{\"type\":\"feat\",\"subject\":\"introduce the Order\",\"confidence\":0.9}",
                "{\"type\":\"feat\",\"subject\":\"add PaymentGateway\",\"confidence\":0.8}",
                "{\"type\":\"feat\",\"subject\":\"start with class Order\",\"confidence\":0.7}")));
        assertThat(candidates(AUTHOR, 3))
                .extracting(Candidate::message)
                .startsWith("feat: introduce the Order", "feat: start with class Order")
                .hasSize(3);
        assertThat(candidates(AUTHOR, 0)).extracting(Candidate::origin).containsExactly(DraftOrigin.STRUCTURAL);
        assertThat(candidates(new UserId(new UUID(7, 70)), 3)).isEmpty();
        happened(drafted(), approved(1, "feat: x"));
        assertThat(candidates(AUTHOR, 0)).isEmpty();
    }

    private List<Candidate> candidates(UserId caller, int byModel) throws Exception {
        return context.getBean(QueryGateway.class)
                .query(new FindCandidates(caller, draft, byModel), ResponseTypes.instanceOf(Candidates.class))
                .get()
                .candidates();
    }

    private void aModelDrafts(String subject) {
        model.will(says(subject));
        happened(captured(draft, null, WITH_A_MODEL));
        awaited(RecordDraft.class, draft);
    }

    private static Behaviour says(String subject) {
        return new Behaviour.Says("{\"type\":\"feat\",\"scope\":\"shop\",\"subject\":\"" + subject + "\",\"body\":[]}");
    }

    private RedraftRequested wish(int round, String instruction) {
        return new RedraftRequested(draft, AUTHOR, AUTHOR, round, instruction, NOW);
    }

    /** What the sweeper would look after, as kind and round. */
    private static String awaiting(DraftId draft) {
        return jdbc().sql("SELECT awaiting || '/' || round FROM sagas.open_draft WHERE draft_id = ?")
                .param(draft.value())
                .query(String.class)
                .optional()
                .orElse("");
    }

    static Stream<Behaviour> everyWayToFail() {
        return Stream.of(
                new Behaviour.Silent(),
                new Behaviour.Drips(),
                new Behaviour.Fails(429, 0),
                new Behaviour.Fails(429, 3600),
                new Behaviour.Fails(500, 0),
                new Behaviour.Fails(401, 0),
                new Behaviour.BreaksOff("{"),
                new Behaviour.Garbage("<html>"),
                new Behaviour.Garbage("{\"choices\":[]}"),
                new Behaviour.ReasonsTooLong(),
                new Behaviour.Says(""),
                new Behaviour.Says("Gladly!"),
                new Behaviour.Says("{\"type\":\"feat\",\"subject\":\"add PaymentGateway\"}"));
    }

    @ParameterizedTest
    @MethodSource("everyWayToFail")
    void howeverTheModelFailsThatIsRecordedAndTheDraftMadeWithoutIt(Behaviour way) {
        model.will(way);
        happened(captured(draft, null, WITH_A_MODEL));
        RecordDraft report = awaited(RecordDraft.class, draft);
        assertThat(report.origin()).isEqualTo(DraftOrigin.STRUCTURAL);
        assertThat(report.message()).contains("Order");
        RecordDraftingFailure failure = awaited(RecordDraftingFailure.class, draft);
        assertThat(failure.reason()).isNotEqualTo("UNAVAILABLE");
        assertThat(calls(draft)).hasSize(failure.attempts());
        // Once the failure is known nothing is left to be read, learned or waited for.
        assertThat(repositories.reads).containsEntry(draft, 1);
        System.out.printf(
                "%s: the draft came %d ms after the last call had failed%n",
                failure.reason(),
                commands.receivedAt(report).toEpochMilli()
                        - calls(draft).getLast().at().toEpochMilli());
    }

    /** Scenario S3 of the comparison with other tools: 20,000 lines, of which nine files are written by hand. */
    @Test
    void aChangeOfTwentyThousandLinesIsOneRequestThatSpeaksForWhatWasWrittenByHand(@TempDir Path folder)
            throws IOException {
        ChangeSet change = LargeChange.in(folder);
        assertThat(change.files()).hasSize(49);
        assertThat(change.insertions() + change.deletions()).isGreaterThan(20_000);
        repositories.changes.put(draft, change);
        model.will(
                new Behaviour.Says(
                        "{\"type\":\"feat\",\"scope\":\"order\",\"subject\":\"add RetryPolicy and sendWithBackoff\",\"body\":[]}"));
        int before = model.received().size();

        happened(captured(draft, null, WITH_A_MODEL));
        RecordDraft report = awaited(RecordDraft.class, draft);

        assertThat(report.message()).isEqualTo("feat(order): add RetryPolicy and sendWithBackoff");
        assertThat(report.origin()).isEqualTo(DraftOrigin.LLM);
        List<FakeModelServer.Received> requests =
                model.received().subList(before, model.received().size());
        assertThat(requests).hasSize(1);
        String sent = requests.getFirst().conversation();
        int tokens = TokenCount.of(sent);
        long spokenFor = LargeChange.HAND_WRITTEN.entrySet().stream()
                .filter(file -> sent.contains("--- " + file.getKey() + "\n") && sent.contains(file.getValue()))
                .count();
        long secrets = LargeChange.SECRETS.stream()
                .filter(requests.getFirst().body().toString()::contains)
                .count();
        System.out.printf(
                "S3: %d files, +%d -%d; requests %d; prompt %d tokens, %d bytes; hand-written files in it %d of %d;"
                        + " lines of other files %d; secrets %d of %d%n",
                change.files().size(),
                change.insertions(),
                change.deletions(),
                requests.size(),
                tokens,
                sent.getBytes(StandardCharsets.UTF_8).length,
                spokenFor,
                LargeChange.HAND_WRITTEN.size(),
                sent.lines()
                        .filter(line -> line.contains(LargeChange.NOT_BY_HAND))
                        .count(),
                secrets,
                LargeChange.SECRETS.size());
        assertThat(tokens).isLessThanOrEqualTo(8_000);
        assertThat(spokenFor).isEqualTo(9);
        assertThat(sent).doesNotContain(LargeChange.NOT_BY_HAND);
        assertThat(requests.getFirst().body().toString()).doesNotContain(LargeChange.SECRETS);
        assertThat(report.message()).doesNotContain(LargeChange.SECRETS);
    }

    private static List<ModelCalled> calls(DraftId draft) {
        EventStore store = context.getBean(EventStore.class);
        try (BlockingStream<TrackedEventMessage<?>> events = store.openStream(store.createTailToken())) {
            List<ModelCalled> calls = new ArrayList<>();
            while (events.hasNextAvailable()) {
                TrackedEventMessage<?> event = events.nextAvailable();
                // There are some that nobody can read.
                if (event.getPayloadType() == ModelCalled.class
                        && event.getPayload() instanceof ModelCalled call
                        && call.draftId().equals(draft)) {
                    calls.add(call);
                }
            }
            return calls;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anApprovedMessageIsSaidAgainOfTheNextSuchChangeWithoutAskingAModel() {
        DraftId before = new DraftId(UUID.randomUUID());
        repositories.changes.put(before, bump("5.1.0", "5.2.0"));
        happened(captured(before, null, WITH_A_MODEL));
        awaited(RecordDraft.class, before);
        happened(
                new Approved(before, AUTHOR, AUTHOR, 1, "chore(deps): bump vite from 5.1.0 to 5.2.0", NOW),
                new Pushed(before, AUTHOR, 1, "89e6c98d", Landing.BRANCH, "main", false, 1, null, NOW));
        await().until(() -> remembered(before) == 1);
        assertThat(jdbc().sql("SELECT message FROM sagas.past_draft WHERE draft_id = ?")
                        .param(before.value())
                        .query(String.class)
                        .single())
                .as("under its author's key")
                .startsWith("cc1:" + AUTHOR);
        int asked = model.received().size();

        repositories.changes.put(draft, bump("5.2.0", "5.3.0"));
        happened(captured(draft, null, WITH_A_MODEL));
        RecordDraft report = awaited(RecordDraft.class, draft);

        assertThat(report.message()).startsWith("chore(deps): bump vite from 5.2.0 to 5.3.0");
        assertThat(report.origin()).isEqualTo(DraftOrigin.REUSE);
        assertThat(model.received()).as("no model was asked").hasSize(asked);
    }

    @Test
    void whatAnAuthorKeepsChangingIsDoneInTheirNextDraftAndSaidThere() {
        RepositoryId repository = new RepositoryId(UUID.randomUUID());
        UserId person = new UserId(UUID.randomUUID());
        for (int number = 0; number < 3; number++) {
            DraftId before = new DraftId(UUID.randomUUID());
            happened(captured(before, null, repository, person));
            String drafted = awaited(RecordDraft.class, before).message();
            assertThat(drafted).isEqualTo("feat: add Order");
            happened(
                    new Drafted(before, person, 0, drafted, DraftOrigin.STRUCTURAL, ChangeCard.UNREAD, NOW),
                    new Edited(before, person, person, "chore: Mine " + number, NOW),
                    new Approved(before, person, person, 1, "chore: Mine " + number, NOW),
                    new Pushed(before, person, 1, "89e6c98d", Landing.BRANCH, "main", false, 1, null, NOW));
            await().until(() -> remembered(before) == 1);
        }

        happened(captured(draft, null, repository, person));
        RecordDraft report = awaited(RecordDraft.class, draft);
        assertThat(report.message()).isEqualTo("chore: Add Order");
        assertThat(report.card().reasons())
                .extracting(reason -> reason.values().getFirst())
                .containsExactly(
                        "in 3 of the last 3 drafts with feat you said chore",
                        "you began 3 of the last 3 drafts with a capital letter");

        DraftId another = new DraftId(UUID.randomUUID());
        happened(captured(another, null, repository, new UserId(UUID.randomUUID())));
        assertThat(awaited(RecordDraft.class, another).message())
                .as("somebody else's")
                .isEqualTo("feat: add Order");
    }

    @Test
    void whatTheRepositoryWantsIgnoredIsNotRemembered() {
        repositories.files.put(".comfortignore", "*.xml\n");
        DraftId partly = new DraftId(UUID.randomUUID());
        DraftId wholly = new DraftId(UUID.randomUUID());
        DraftId last = new DraftId(UUID.randomUUID());
        ChangeSet seen = repositories.changes(new DraftId(UUID.randomUUID()));
        repositories.changes.put(
                partly,
                new ChangeSet(
                        Stream.concat(seen.files().stream(), bump("8.1.0", "8.2.0").files().stream())
                                .toList(),
                        false));
        repositories.changes.put(wholly, bump("8.1.0", "8.2.0"));
        for (DraftId each : List.of(wholly, partly, last)) {
            happened(captured(each, null));
            awaited(RecordDraft.class, each);
            happened(
                    new Approved(each, AUTHOR, AUTHOR, 1, "feat: add Order", NOW),
                    new Pushed(each, AUTHOR, 1, "89e6c98d", Landing.BRANCH, "main", false, 1, null, NOW));
        }
        await().until(() -> remembered(partly) == 1
                && remembered(last) == 1
                && scheduled(wholly).isEmpty());
        repositories.files.clear();

        assertThat(remembered(wholly)).as("nothing is left to know it again by").isZero();
        assertThat(jdbc().sql("SELECT outline FROM sagas.past_draft WHERE draft_id = ?")
                        .param(partly.value())
                        .query(String.class)
                        .single())
                .contains("order")
                .doesNotContain("tools.xml", "8.2.0");
    }

    @Test
    void whatTheAuthorSaidIsNoSecretIsNotAskedOfTheNextDraftButWhatIsNewIs() {
        DraftId before = new DraftId(UUID.randomUUID());
        DraftId neverDrafted = new DraftId(UUID.randomUUID());
        repositories.changes.put(before, settings("DB_PASSWORD=kX9!vq27Lm"));
        repositories.changes.put(
                draft, settings("DB_PASSWORD=kX9!vq27Lm", "SMTP_PASSWORD=Zt8#Rb93cY", "OLD_PASSWORD=kX9!vq27Lm"));
        happened(captured(before, null));
        ChangeCard card = awaited(RecordDraft.class, before).card();
        assertThat(card.secrets()).singleElement().satisfies(found -> {
            assertThat(found.cleared()).isFalse();
            assertThat(found.toString()).doesNotContain("kX9!vq27Lm");
        });
        happened(
                new Drafted(before, AUTHOR, 0, "feat: x", DraftOrigin.STRUCTURAL, card, NOW),
                new FindingsCleared(before, AUTHOR, AUTHOR, card.secrets(), NOW));
        happened(captured(neverDrafted, before));

        happened(captured(draft, neverDrafted));

        assertThat(awaited(RecordDraft.class, draft).card().secrets())
                .extracting(ChangeCard.SecretFinding::line, ChangeCard.SecretFinding::cleared)
                .as("the same secret in the same file is one finding")
                .containsExactly(tuple(1, true), tuple(2, false));
    }

    @Test
    void aSecretInTheNameOfATestOrOfAFileIsTakenOutOfTheCardThePromptAndTheMessage() {
        String key = "AKIA" + "Z7QK3XN5WV2LRT6B";
        String token = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";
        repositories.changes.put(
                draft,
                new ChangeSet(
                        Stream.of(
                                        added(
                                                "web/cart.spec.ts",
                                                "it('uses " + key + "', () => {",
                                                "  expect(total([])).toBe(0)",
                                                "})"),
                                        added("web/" + token + ".ts", "export const cents = 100"))
                                .flatMap(change -> change.files().stream())
                                .toList(),
                        false));
        int before = model.received().size();
        happened(captured(draft, null, WITH_A_MODEL));
        RecordDraft report = awaited(RecordDraft.class, draft);

        assertThat(report.toString()).doesNotContain(key, token);
        assertThat(report.card().symbols())
                .extracting(ChangeCard.ChangedSymbol::name)
                .contains("uses <AWS_ACCESS_KEY_ID:1>");
        assertThat(report.card().secrets())
                .extracting(ChangeCard.SecretFinding::path, ChangeCard.SecretFinding::placeholder)
                .containsExactlyInAnyOrder(
                        tuple("web/cart.spec.ts", "<AWS_ACCESS_KEY_ID:1>"),
                        tuple("web/<GITHUB_TOKEN:1>.ts", "<GITHUB_TOKEN:1>"));
        assertThat(report.card().clusters().stream()
                        .flatMap(cluster -> cluster.files().stream())
                        .map(ChangeCard.ClusterFile::path))
                .as("a part is committed by paths, so what can't be named can't be split off")
                .containsExactly("web/cart.spec.ts");
        assertThat(report.card().clusters().stream()
                        .mapToInt(ChangeCard.Cluster::fileCount)
                        .sum())
                .isEqualTo(2);
        assertThat(model.received().subList(before, model.received().size()))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.conversation())
                        .contains("<AWS_ACCESS_KEY_ID:1>", "web/<GITHUB_TOKEN:1>.ts")
                        .doesNotContain(key, token));
    }

    @Test
    void aTokenInAPathThatIsNoneIsNotAskedOfAgainAndItsFileIsListed() {
        String token = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";
        String other = "ghp_" + "Z1yX2wV3uT4sR5qP6oN7mL8kJ9iH0g3mE1Tj";
        DraftId before = new DraftId(UUID.randomUUID());
        ChangeSet named = added("web/" + token + ".ts", "export const cents = 100");
        repositories.changes.put(before, named);
        repositories.changes.put(
                draft,
                new ChangeSet(
                        Stream.concat(added("web/a.ts", "// " + other).files().stream(), named.files().stream())
                                .toList(),
                        false));
        happened(captured(before, null));
        ChangeCard card = awaited(RecordDraft.class, before).card();
        assertThat(card.clusters()).flatExtracting(ChangeCard.Cluster::files).isEmpty();
        happened(
                new Drafted(before, AUTHOR, 0, "feat: x", DraftOrigin.STRUCTURAL, card, NOW),
                new FindingsCleared(before, AUTHOR, AUTHOR, card.secrets(), NOW));

        happened(captured(draft, before));

        ChangeCard next = awaited(RecordDraft.class, draft).card();
        assertThat(next.secrets())
                .extracting(ChangeCard.SecretFinding::path, ChangeCard.SecretFinding::cleared)
                .containsExactly(tuple("web/a.ts", false), tuple("web/<GITHUB_TOKEN:2>.ts", true));
        assertThat(next.clusters().stream()
                        .flatMap(cluster -> cluster.files().stream())
                        .map(ChangeCard.ClusterFile::path))
                .containsExactlyInAnyOrder("web/a.ts", "web/" + token + ".ts");
    }

    private static ChangeSet settings(String... lines) {
        return added(".env", lines);
    }

    private static ChangeSet added(String path, String... lines) {
        return new ChangeSet(
                List.of(new FileChange(
                        null,
                        path,
                        FileChange.Kind.ADDED,
                        0,
                        0100644,
                        false,
                        lines.length,
                        0,
                        List.of(new FileChange.Hunk(
                                0,
                                0,
                                1,
                                lines.length,
                                Stream.of(lines).map(line -> "+" + line).toList())),
                        new FileChange.Sides("", String.join("\n", lines)))),
                false);
    }

    private static long remembered(DraftId draft) {
        return jdbc().sql("SELECT count(*) FROM sagas.past_draft WHERE draft_id = :draft")
                .param("draft", draft.value())
                .query(Long.class)
                .single();
    }

    private static ChangeSet bump(String from, String to) {
        String line =
                "<tool name=\"vite\" registry=\"https://registry.npmjs.org/mirror\" scope=\"runtime\" licence=\"MIT\""
                        + " checked=\"signature and provenance\" version=\"";
        return new ChangeSet(
                List.of(new FileChange(
                        "tools.xml",
                        "tools.xml",
                        FileChange.Kind.MODIFIED,
                        0100644,
                        0100644,
                        false,
                        1,
                        1,
                        List.of(new FileChange.Hunk(
                                7, 1, 7, 1, List.of("-" + line + from + "\"/>", "+" + line + to + "\"/>"))))),
                false);
    }

    @Test
    void aNewerCaptureOfTheLaneTakesOver() {
        DraftId older = new DraftId(UUID.randomUUID());
        happened(captured(draft, older));
        assertThat(awaited(SupersedeDraft.class, older).successor()).isEqualTo(draft);
    }

    @Test
    void anApprovedDraftIsPublishedAsApproved() {
        happened(captured(draft, null), drafted(), approved(1, "feat: the approved one"));
        assertThat(awaited(RecordPush.class, draft).commitId()).isEqualTo(ScriptedRepositories.LANDED.commitId());
        assertThat(repositories.published)
                .filteredOn(order -> order.draftId().equals(draft))
                .singleElement()
                .satisfies(order -> {
                    assertThat(order.message()).isEqualTo("feat: the approved one");
                    assertThat(order.approvedAt()).isEqualTo(NOW);
                });
    }

    @Test
    void whatSomebodyApprovedWhoWasErasedIsNotPublishedAndEnds() {
        UserId author = new UserId(UUID.randomUUID());
        context.getBean(SubjectKeys.class).destroy(author);
        happened(
                captured(draft, null, new RepositoryId(new UUID(7, 1)), author),
                new Drafted(draft, author, 0, "[erased]", DraftOrigin.STRUCTURAL, null, NOW),
                new Approved(draft, author, author, 1, "[erased]", NOW));

        assertThat(awaited(ExpireDraft.class, draft).approvedToo()).isTrue();
        await().until(() -> !scheduled(draft).contains(ActivityKind.PUBLISHING.taskName()));
        assertThat(repositories.published).noneMatch(order -> order.draftId().equals(draft));
    }

    @Test
    void aReportThatCantBeStoredSinceItsAuthorWasErasedEndsTheDraft() {
        UserId author = new UserId(UUID.randomUUID());
        commands.refused.put(draft, report -> {
            if (report instanceof RecordPush) {
                context.getBean(SubjectKeys.class).destroy(author);
                throw new IllegalStateException("nothing more can be stored about them");
            }
        });
        happened(
                captured(draft, null, new RepositoryId(new UUID(7, 1)), author),
                new Drafted(draft, author, 0, "feat: x", DraftOrigin.STRUCTURAL, ChangeCard.UNREAD, NOW),
                new Approved(draft, author, author, 1, "feat: x", NOW));

        assertThat(awaited(ExpireDraft.class, draft).approvedToo()).isTrue();
        await().until(() -> !scheduled(draft).contains(ActivityKind.PUBLISHING.taskName()));
        assertThat(commands.count(RecordPush.class, draft)).isOne();
    }

    @Test
    void aDraftForTheAuthorsMachineIsHandedOverAndNotPublished() {
        repositories.leftToAgent.add(draft);
        DraftId before = new DraftId(UUID.randomUUID());
        repositories.predecessors.put(draft, List.of(before));
        commands.statuses.put(before, DraftStatus.APPROVED);
        happened(captured(draft, null), new LeftToAgent(draft, AUTHOR, NOW), drafted(), approvedAt(2, NOW));

        await().until(() -> Integer.valueOf(2).equals(repositories.handedOver.get(draft)));

        assertThat(scheduled(draft)).contains(ActivityKind.PUBLISHING.taskName());
        assertThat(repositories.published).noneMatch(order -> order.draftId().equals(draft));
        happened(new Discarded(draft, AUTHOR, AUTHOR, null, NOW));
        await().until(() -> repositories.forgotten.contains(draft));
    }

    @Test
    void aMachineThatStaysAwayIsGivenUp() {
        repositories.leftToAgent.add(draft);
        happened(
                captured(draft, null),
                new LeftToAgent(draft, AUTHOR, NOW),
                drafted(),
                approvedAt(1, NOW.minus(Duration.ofDays(8))));

        assertThat(awaited(RecordPushFailure.class, draft).failure()).isEqualTo(PushFailure.AGENT_AWAY);
    }

    private Approved approvedAt(int round, Instant at) {
        return new Approved(draft, AUTHOR, AUTHOR, round, "feat: x", at);
    }

    @Test
    void aRemoteThatComesBackGetsThePush() {
        repositories.publishing(
                draft,
                new PublishOutcome.Unreachable("refused", 0),
                new PublishOutcome.Unreachable("refused", 0),
                ScriptedRepositories.LANDED);
        happened(captured(draft, null), drafted(), approved(1, "feat: x"));
        awaited(RecordPush.class, draft);
    }

    /** However long the others take: that a remote is away is said of remotes only. */
    @Test
    void aBranchThatOthersPublishOnGetsThePushOnceItIsFree() {
        repositories.publishing(draft, new PublishOutcome.Busy());
        happened(captured(draft, null), drafted(), approved(1, "feat: x"));
        await().during(GIVE_UP_AFTER.plusSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> commands.of(RecordPushFailure.class, draft) == null);
        repositories.publishing(draft, ScriptedRepositories.LANDED);
        awaited(RecordPush.class, draft);
    }

    @Test
    void aRemoteThatStaysAwayIsGivenUpWithTheReason() {
        repositories.publishing(draft, new PublishOutcome.Unreachable("connection refused", 0));
        happened(captured(draft, null), drafted(), approved(1, "feat: x"));
        RecordPushFailure report = awaited(RecordPushFailure.class, draft);
        assertThat(report.failure()).isEqualTo(PushFailure.REMOTE_UNREACHABLE);
        assertThat(report.detail()).isEqualTo("connection refused");
    }

    @Test
    void aDraftWaitsForTheApprovedOneBeforeItInItsLane() {
        DraftId before = new DraftId(UUID.randomUUID());
        repositories.predecessors.put(draft, List.of(before));
        commands.statuses.put(before, DraftStatus.APPROVED);
        happened(captured(draft, before), drafted(), approved(1, "feat: x"));
        awaited(SupersedeDraft.class, before);
        await().during(Duration.ofMillis(600))
                .atMost(Duration.ofSeconds(5))
                .until(() -> repositories.published.stream()
                        .noneMatch(order -> order.draftId().equals(draft)));
        commands.statuses.put(before, DraftStatus.PUSHED);
        awaited(RecordPush.class, draft);
        assertThat(repositories.settled).contains(before);
    }

    @Test
    void aDraftThatEndedLeavesNothingToBeDone() {
        happened(captured(draft, null), drafted());
        awaited(RecordDraft.class, draft);
        await().until(() -> scheduled(draft).contains(ActivityKind.REMINDER.taskName()));
        happened(new Discarded(draft, AUTHOR, AUTHOR, null, NOW));
        await().until(() -> scheduled(draft).isEmpty() && openDrafts(draft) == 0);
    }

    @Test
    void whatAnOpenDraftWaitsForButNobodyDoesIsFoundByTheSweeper() {
        happened(captured(draft, null));
        awaited(RecordDraft.class, draft);
        await().until(() -> !scheduled(draft).contains(ActivityKind.DRAFTING.taskName()));
        // As after a restore of a backup: the draft still waits, and no task knows of it.
        jdbc().sql("UPDATE sagas.open_draft SET due_at = now() - interval '1 hour' WHERE draft_id = ?")
                .param(draft.value())
                .update();
        jdbc().sql("UPDATE sagas.scheduled_tasks SET execution_time = now() WHERE task_name = 'sweep'")
                .update();
        await().until(() -> commands.count(RecordDraft.class, draft) == 2);
    }

    static List<SimpleSerializedObject<byte[]>> unreadable() {
        byte[] cut = "{\"broken".getBytes(StandardCharsets.UTF_8);
        byte[] whole = "{}".getBytes(StandardCharsets.UTF_8);
        return List.of(
                new SimpleSerializedObject<>(cut, byte[].class, "commit-draft.approved", "1"),
                new SimpleSerializedObject<>(whole, byte[].class, "commit-draft.from-the-future", "1"),
                new SimpleSerializedObject<>(whole, byte[].class, "commit-draft.approved", "99"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void anEventThatNobodyCanReadIsParkedWithItsSequenceAndTheOtherDraftsGoOn(
            SimpleSerializedObject<byte[]> unreadable) {
        DraftId other = new DraftId(UUID.randomUUID());
        happened(captured(draft, null), drafted());
        await().until(() -> openDrafts(draft) == 1);
        Serializer serializer = context.getBean("eventSerializer", Serializer.class);
        sequences.merge(draft, 0L, (before, _) -> before + 1);
        context.getBean(EventStore.class)
                .publish(new GenericDomainEventMessage<>(
                        "CommitDraft",
                        draft.toString(),
                        2,
                        new SerializedMessage<>(
                                UUID.randomUUID().toString(),
                                new LazyDeserializingObject<>(unreadable, serializer),
                                new LazyDeserializingObject<>(
                                        MetaData.from(MessageMetaData.system("trace-of-" + draft)))),
                        NOW));
        happened(new Discarded(draft, AUTHOR, AUTHOR, null, NOW));
        happened(captured(other, null));

        awaited(RecordDraft.class, other);
        await().until(() -> letters().size() == 2);
        assertThat(letters())
                .extracting(DeadLetterView::stream, DeadLetterView::sequence)
                .containsExactly(tuple(draft.toString(), 2L), tuple(draft.toString(), 3L));
        assertThat(letters().getFirst().projection()).isEqualTo("commit-saga");
        assertThat(letters().getFirst().cause()).doesNotContain("broken");
        assertThat(openDrafts(draft)).isEqualTo(1);
        assertThat(told(new RetrySagaDeadLetter(letters().getFirst().id()))).isEqualTo(Outcome.STILL_PARKED);
        assertThat(letters()).hasSize(2);

        assertThat(told(new DiscardSagaDeadLetter(letters().getFirst().id()))).isEqualTo(Outcome.DONE);
        await().until(() -> {
            letters().forEach(letter -> told(new RetrySagaDeadLetter(letter.id())));
            return letters().isEmpty();
        });
        assertThat(openDrafts(draft)).isZero();
    }

    private static List<DeadLetterView> letters() {
        return context.getBean(QueryGateway.class)
                .query(new FindSagaDeadLetters(null, 10), ResponseTypes.instanceOf(FoundDeadLetters.class))
                .join()
                .letters();
    }

    private static Outcome told(ProjectionCommand command) {
        return context.getBean(CommandGateway.class)
                .<ProjectionAnswer>sendAndWait(command)
                .outcome();
    }

    private static Captured captured(DraftId draft, @Nullable DraftId previous) {
        return captured(draft, previous, new RepositoryId(new UUID(7, 1)));
    }

    private static Captured captured(DraftId draft, @Nullable DraftId previous, RepositoryId repository) {
        return captured(draft, previous, repository, AUTHOR);
    }

    private static Captured captured(
            DraftId draft, @Nullable DraftId previous, RepositoryId repository, UserId author) {
        return new Captured(
                draft,
                new CaptureId(UUID.randomUUID()),
                repository,
                author,
                new LaneId(new UUID(7, 2)),
                "89e6c98d92887913cadf06b2adb97f26cde4849b",
                null,
                CaptureMode.WORK_TREE,
                new ChangeSummary(1, 1, 0),
                new GitAuthor("A", "a@example.com"),
                "main",
                0,
                previous,
                "test/1",
                NOW,
                NOW);
    }

    private Drafted drafted() {
        return new Drafted(draft, AUTHOR, 0, "feat: x", DraftOrigin.STRUCTURAL, ChangeCard.UNREAD, NOW);
    }

    private Approved approved(int round, String message) {
        return new Approved(draft, AUTHOR, AUTHOR, round, message, NOW);
    }

    private void happened(CommitDraftEvent... events) {
        for (CommitDraftEvent event : events) {
            long sequence = sequences.merge(event.draftId(), 0L, (before, _) -> before + 1);
            context.getBean(EventStore.class)
                    .publish(new GenericDomainEventMessage<>(
                            "CommitDraft",
                            event.draftId().toString(),
                            sequence,
                            event,
                            MessageMetaData.system("trace-of-" + event.draftId())));
        }
    }

    private static <C extends CommitDraftCommand> C awaited(Class<C> type, DraftId draft) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> commands.of(type, draft), found -> found != null);
    }

    private static List<String> scheduled(DraftId draft) {
        return jdbc().sql("SELECT task_name FROM sagas.scheduled_tasks WHERE task_instance LIKE ?")
                .param(draft + "/%")
                .query(String.class)
                .list();
    }

    private static int openDrafts(DraftId draft) {
        return jdbc().sql("SELECT count(*) FROM sagas.open_draft WHERE draft_id = ?")
                .param(draft.value())
                .query(Integer.class)
                .single();
    }

    private static JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    /** Stands where the command side stands: answers each report with a status, and remembers it. */
    static final class RecordedCommands {
        final Map<DraftId, DraftStatus> statuses = new ConcurrentHashMap<>();
        final Map<DraftId, Consumer<CommitDraftCommand>> refused = new ConcurrentHashMap<>();
        private final Map<CommitDraftCommand, Instant> times = new ConcurrentHashMap<>();
        private final List<org.axonframework.commandhandling.CommandMessage<?>> seen = new CopyOnWriteArrayList<>();

        void subscribe(CommandBus bus) {
            for (Class<?> type : CommitDraftCommand.class.getPermittedSubclasses()) {
                var unused = bus.subscribe(type.getName(), message -> {
                    seen.add(message);
                    times.putIfAbsent((CommitDraftCommand) message.getPayload(), Instant.now());
                    DraftId id = ((CommitDraftCommand) message.getPayload()).draftId();
                    refused.getOrDefault(id, _ -> {}).accept((CommitDraftCommand) message.getPayload());
                    return new DraftState(id, statuses.getOrDefault(id, DraftStatus.SUPERSEDED), 1);
                });
            }
        }

        <C extends CommitDraftCommand> @Nullable C of(Class<C> type, DraftId draft) {
            return seen.stream()
                    .map(org.axonframework.messaging.Message::getPayload)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .filter(command -> command.draftId().equals(draft))
                    .findFirst()
                    .orElse(null);
        }

        long count(Class<? extends CommitDraftCommand> type, DraftId draft) {
            return seen.stream()
                    .map(org.axonframework.messaging.Message::getPayload)
                    .filter(type::isInstance)
                    .filter(command -> ((CommitDraftCommand) command).draftId().equals(draft))
                    .count();
        }

        Instant receivedAt(CommitDraftCommand command) {
            return times.getOrDefault(command, Instant.MAX);
        }

        Map<String, Object> metaDataOf(CommitDraftCommand command) {
            return new HashMap<>(seen.stream()
                    .filter(message -> message.getPayload().equals(command))
                    .findFirst()
                    .orElseThrow()
                    .getMetaData());
        }
    }

    /** Stands where those stand who let people in. */
    static final class Links {
        @QueryHandler
        PushTargets handle(FindPushTargets query) {
            return new PushTargets(List.of());
        }

        @QueryHandler
        KakaoConnection handle(FindKakaoConnection query) {
            return new KakaoConnection(false);
        }

        @QueryHandler
        DraftLink handle(IssueDraftLink query) {
            return new DraftLink("https://c.example/d/" + query.draftId());
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan({"io.comfortcommit.sagas", "io.comfortcommit.axonsupport"})
    static class SagasOnly {
        @Bean
        DataSource dataSource() {
            return database.dataSource();
        }

        @Bean(defaultCandidate = false)
        DataSource vaultDataSource() {
            return database.dataSource();
        }

        @Bean
        JdbcTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        JdbcClient jdbcClient(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }

        @Bean
        Deliveries noDeliveries() {
            return new Deliveries() {
                @Override
                public Receipt receive(Delivery delivery, CaptureOrder order, byte[] bundle) {
                    return Receipt.STORED;
                }

                @Override
                public Receipt receive(Delivery delivery, PushedBranch pushed) {
                    return Receipt.STORED;
                }

                @Override
                public Optional<Fate> fate(String source, String id) {
                    return Optional.empty();
                }

                @Override
                public boolean work(Duration patience, Worker worker) throws InterruptedException {
                    Thread.sleep(patience);
                    return false;
                }
            };
        }

        @Bean
        PushedBranches noPushedBranches() {
            return new PushedBranches() {
                @Override
                public List<Tracked> tracked(UserId owner) {
                    return List.of();
                }

                @Override
                public Map<String, String> heads(UserId caller, RepositoryId repository) {
                    return Map.of();
                }

                @Override
                public Optional<IngestedCapture> take(PushedBranch pushed) {
                    return Optional.empty();
                }
            };
        }

        @Bean
        EventStorageEngine eventStorageEngine() {
            return new InMemoryEventStorageEngine();
        }

        @Bean
        Links links() {
            return new Links();
        }

        @Bean
        ScriptedRepositories scriptedRepositories() {
            return new ScriptedRepositories();
        }

        @Bean
        RecordedCommands recordedCommands(CommandBus bus) {
            RecordedCommands recorded = new RecordedCommands();
            recorded.subscribe(bus);
            return recorded;
        }
    }
}
