package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand;
import io.comfortcommit.messages.projection.ProjectionCommand.CancelRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.PauseRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.RetryDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.FoundDraft;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.SmartLifecycle;

/** Read models are built anew beside those that are shown, and nobody who reads sees anything half done. */
class RebuildTest {
    private static ReadSide side;

    private final UserId author = Story.somebody();

    @BeforeAll
    static void start() {
        side = ReadSide.own();
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @AfterEach
    void nothingOfARebuildIsLeft() {
        for (String projection : List.of("drafts", "timeline", "audit")) {
            tell(new CancelRebuild(projection));
        }
        await().until(() -> copies().isEmpty());
    }

    private static ProjectionAnswer tell(ProjectionCommand command) {
        return side.bean(CommandGateway.class).sendAndWait(command);
    }

    private static UUID begin(String projection, @Nullable Instant until, boolean dryRun) {
        UUID id = UUID.randomUUID();
        ProjectionAnswer answer = tell(new StartRebuild(id, projection, until, dryRun, "user:" + new UUID(0, 9)));
        assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
        return id;
    }

    private static RebuildView finished(String projection, @Nullable Instant until, boolean dryRun) {
        return reached(projection, begin(projection, until, dryRun), State.DONE);
    }

    private static RebuildView reached(String projection, UUID id, State state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            RebuildView rebuild = view(projection).rebuild();
            return rebuild != null && rebuild.id().equals(id) && rebuild.state() == state;
        });
        return newest(projection);
    }

    private static RebuildView newest(String projection) {
        return Objects.requireNonNull(view(projection).rebuild());
    }

    private static ProjectionView view(String projection) {
        return side.ask(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class)).projections().stream()
                .filter(found -> found.name().equals(projection))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> copies() {
        return side.jdbc()
                .sql("SELECT relname FROM pg_class WHERE relnamespace = 'query_copy'::regnamespace AND relkind = 'r'")
                .query(String.class)
                .list();
    }

    private List<Story> drafts(int count) {
        List<Story> stories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Story story = Story.of(author);
            side.publish(story.untilApproved());
            side.publishFrom(4, story.pushed(Landing.BRANCH, "main", null));
            stories.add(story);
        }
        side.awaitProjected();
        return stories;
    }

    @ParameterizedTest
    @ValueSource(strings = {"drafts", "timeline", "audit"})
    void whatIsBuiltAnewIsWhatWasThereBitForBit(String projection) {
        List<Story> stories = drafts(20);
        Story cleared = Story.of(author);
        side.publish(
                cleared.captured(), cleared.drafted("feat: a"), cleared.findingsCleared(), cleared.edited("fix: b"));
        side.awaitProjected();
        List<Map<String, Object>> before = side.rows();

        RebuildView once = finished(projection, null, false);
        RebuildView twice = finished(projection, null, false);

        for (RebuildView rebuild : List.of(once, twice)) {
            assertThat(rebuild.differences()).singleElement().satisfies(table -> {
                assertThat(table.missing() + table.surplus() + table.different())
                        .isZero();
                assertThat(table.samples()).isEmpty();
            });
            assertThat(rebuild.events()).isGreaterThanOrEqualTo(stories.size() * 5L + 4);
            assertThat(rebuild.position()).isEqualTo(rebuild.target());
            assertThat(rebuild.copies()).isEmpty();
        }
        assertThat(side.rows()).isEqualTo(before);
        assertThat(copies()).isEmpty();
    }

    @Test
    void rowsThatAreWrongAreToldByADryRunAndMendedByARebuild() {
        List<Story> stories = drafts(3);
        List<Map<String, Object>> right = side.rows();
        side.jdbc()
                .sql("UPDATE query.draft SET message = 'chore: wrong' WHERE draft_id = :draft")
                .param("draft", stories.get(0).draft.value())
                .update();
        side.jdbc()
                .sql("DELETE FROM query.draft WHERE draft_id = :draft")
                .param("draft", stories.get(1).draft.value())
                .update();
        UUID surplus = UUID.randomUUID();
        side.jdbc()
                .sql(
                        "INSERT INTO query.draft SELECT (jsonb_populate_record(d, jsonb_build_object('draft_id', :other))).*"
                                + " FROM query.draft d WHERE draft_id = :draft")
                .param("draft", stories.get(2).draft.value())
                .param("other", surplus.toString())
                .update();
        List<Map<String, Object>> wrong = side.rows();

        RebuildView told = finished("drafts", null, true);

        assertThat(told.differences()).singleElement().satisfies(table -> {
            assertThat(table.table()).isEqualTo("draft");
            assertThat(table.missing()).isEqualTo(1);
            assertThat(table.surplus()).isEqualTo(1);
            assertThat(table.different()).isEqualTo(1);
            assertThat(table.samples())
                    .containsExactlyInAnyOrder(
                            stories.get(0).draft.toString(),
                            stories.get(1).draft.toString(),
                            surplus.toString());
        });
        assertThat(side.rows()).isEqualTo(wrong);

        RebuildView mended = finished("drafts", null, false);

        assertThat(mended.differences()).isEqualTo(told.differences());
        assertThat(side.rows()).isEqualTo(right);
    }

    @Test
    void aRebuildWhileEventsArriveLosesNoneAndReadersSeeEveryChangeOnce() {
        drafts(50);
        List<DraftView> updates = new CopyOnWriteArrayList<>();
        var _ = side.bean(QueryGateway.class)
                .subscriptionQuery(
                        new WatchDrafts(author, null),
                        ResponseTypes.instanceOf(FoundDraft.class),
                        ResponseTypes.instanceOf(DraftView.class))
                .updates()
                .subscribe(updates::add);
        AtomicBoolean enough = new AtomicBoolean();
        List<Story> written = new CopyOnWriteArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
            for (int writer = 0; writer < 4; writer++) {
                var _ = writers.submit(() -> {
                    for (int draft = 0; draft < 60 && !enough.get(); draft++) {
                        Story story = Story.of(author);
                        side.publish(story.untilApproved());
                        written.add(story);
                        assertThat(side.draft(author, written.getFirst().draft)).isNotNull();
                    }
                });
            }
            await().until(() -> written.size() > 20);
            for (int round = 0; round < 3; round++) {
                for (String projection : List.of("drafts", "timeline", "audit")) {
                    assertThat(finished(projection, null, false).failure()).isNull();
                }
            }
            enough.set(true);
        }
        side.awaitProjected();
        List<Map<String, Object>> shown = side.rows();

        assertThat(written).allSatisfy(story -> {
            assertThat(side.draft(author, story.draft).orElseThrow().version()).isEqualTo(4);
            assertThat(side.timeline(author, story.draft)).hasSize(4);
        });
        await().until(() -> updates.size() >= written.size() * 4);
        assertThat(updates.stream().map(update -> update.draftId() + "/" + update.version()))
                .hasSize(written.size() * 4)
                .doesNotHaveDuplicates();
        for (String projection : List.of("drafts", "timeline", "audit")) {
            assertThat(finished(projection, null, true).differences())
                    .allSatisfy(table -> assertThat(table.missing() + table.surplus() + table.different())
                            .isZero());
        }
        assertThat(side.rows()).isEqualTo(shown);
    }

    @Test
    void aRebuildThatItsProcessLeftIsTakenUpWhereItWas() {
        drafts(30);
        List<Map<String, Object>> before = side.rows();
        SmartLifecycle worker = worker();
        worker.stop();
        UUID id = begin("timeline", null, false);
        assertThat(newest("timeline").state()).isEqualTo(State.RUNNING);

        worker.start();

        RebuildView rebuild = reached("timeline", id, State.DONE);
        assertThat(rebuild.differences())
                .singleElement()
                .satisfies(table -> assertThat(table.different()).isZero());
        assertThat(side.rows()).isEqualTo(before);
    }

    private static SmartLifecycle worker() {
        return (SmartLifecycle) side.bean("rebuilds");
    }

    @Test
    void whatIsPausedWaitsAndGoesOnAndWhatIsCancelledLeavesNothing() {
        drafts(10);
        List<Map<String, Object>> before = side.rows();
        worker().stop();
        UUID id = begin("audit", null, false);
        assertThat(tell(new PauseRebuild("audit")).outcome()).isEqualTo(Outcome.DONE);
        worker().start();
        assertThat(newest("audit").state()).isEqualTo(State.PAUSED);
        assertThat(tell(new StartRebuild(UUID.randomUUID(), "audit", null, false, "user:x"))
                        .outcome())
                .isEqualTo(Outcome.REBUILD_UNFINISHED);

        assertThat(tell(new ResumeRebuild("audit")).outcome()).isEqualTo(Outcome.DONE);
        reached("audit", id, State.DONE);
        assertThat(tell(new PauseRebuild("audit")).outcome()).isEqualTo(Outcome.NO_SUCH_REBUILD);
        assertThat(tell(new CancelRebuild("audit")).outcome()).isEqualTo(Outcome.NO_SUCH_REBUILD);

        worker().stop();
        begin("audit", null, false);
        assertThat(tell(new CancelRebuild("audit")).outcome()).isEqualTo(Outcome.DONE);
        worker().start();
        assertThat(newest("audit").state()).isEqualTo(State.CANCELLED);
        assertThat(side.rows()).isEqualTo(before);
        assertThat(tell(new StartRebuild(UUID.randomUUID(), "nothing", null, false, "user:x"))
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN_PROJECTION);
    }

    @Test
    void aCopyUpToAMomentStaysAsideUntilItIsGivenUp() {
        Story story = Story.of(author);
        side.publish(story.captured(), story.drafted("feat: then"));
        side.awaitProjected();
        Instant moment = Instant.now();
        await().until(() -> Instant.now().isAfter(moment));
        side.publishFrom(2, story.edited("feat: now"));
        side.awaitProjected();
        List<Map<String, Object>> shown = side.rows();

        RebuildView rebuild = finished("drafts", moment, false);

        String copy = rebuild.copies().getFirst();
        assertThat(side.jdbc()
                        .sql("SELECT message FROM " + copy + " WHERE draft_id = :draft")
                        .param("draft", story.draft.value())
                        .query(String.class)
                        .single())
                .isEqualTo("feat: then");
        assertThat(rebuild.differences()).isNull();
        assertThat(side.rows()).isEqualTo(shown);

        assertThat(tell(new CancelRebuild("drafts")).outcome()).isEqualTo(Outcome.DONE);
        await().until(() -> copies().isEmpty());
    }

    @Test
    void deadLettersAreListedRetriedDiscardedAndGoneAfterARebuild() throws Exception {
        Story poisoned = Story.of(author);
        Story other = Story.of(author);
        side.asOwner("ALTER TABLE query.timeline ADD CONSTRAINT no_poison CHECK (detail <> 'feat: poison')");
        side.publish(poisoned.captured(), poisoned.drafted("feat: poison"), poisoned.edited("feat: antidote"));
        side.publish(other.captured(), other.drafted("feat: poison"));
        await().until(() -> view("timeline").deadLetters() == 3);

        FoundDeadLetters found =
                side.ask(new FindDeadLetters("timeline", null, 10), ResponseTypes.instanceOf(FoundDeadLetters.class));
        assertThat(found.total()).isEqualTo(3);
        DeadLetterView first = found.letters().stream()
                .filter(letter -> letter.stream().equals(poisoned.draft.toString()) && letter.sequence() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(first.event()).isEqualTo("commit-draft.drafted");
        assertThat(first.waiting()).isEqualTo(1);
        assertThat(first.failures()).isPositive();
        assertThat(first.cause()).contains("SQLSTATE 23514").doesNotContain("poison");
        assertThat(tell(new RetryDeadLetter("timeline", first.id())).outcome()).isEqualTo(Outcome.STILL_PARKED);
        DeadLetterView givenUp = found.letters().stream()
                .filter(letter -> letter.stream().equals(other.draft.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(tell(new DiscardDeadLetter("timeline", givenUp.id())).outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(tell(new DiscardDeadLetter("timeline", givenUp.id())).outcome())
                .isEqualTo(Outcome.UNKNOWN_DEAD_LETTER);

        side.asOwner("ALTER TABLE query.timeline DROP CONSTRAINT no_poison");
        finished("timeline", null, false);

        assertThat(view("timeline").deadLetters()).isZero();
        assertThat(side.timeline(author, poisoned.draft)).hasSize(3);
        assertThat(side.timeline(author, other.draft)).hasSize(2);
    }

    @Test
    void aRetryAndWhatIsParkedMeanwhileWaitForAnExchangeAndNotItForThem() throws Exception {
        Story poisoned = Story.of(author);
        Story wrong = drafts(1).getFirst();
        SmartLifecycle retries = (SmartLifecycle) side.bean("deadLetterRetry");
        retries.stop();
        side.asOwner("ALTER TABLE query.timeline ADD CONSTRAINT no_venom CHECK (detail <> 'feat: venom')");
        side.publish(poisoned.captured(), poisoned.drafted("feat: venom"));
        await().until(() -> view("timeline").deadLetters() == 1);
        side.asOwner("ALTER TABLE query.timeline DROP CONSTRAINT no_venom");
        String letter = side.ask(
                        new FindDeadLetters("timeline", null, 1), ResponseTypes.instanceOf(FoundDeadLetters.class))
                .letters()
                .getFirst()
                .id();
        side.jdbc()
                .sql("UPDATE query.timeline SET trace_id = 'wrong' WHERE draft_id = :draft")
                .param("draft", wrong.draft.value())
                .update();
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Connection holding = side.database.dataSource().getConnection();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("SELECT 1 FROM query.timeline WHERE trace_id = 'wrong' FOR UPDATE");
            UUID id = begin("timeline", null, false);
            // Its exchange has closed the gate, and wants to mend these rows.
            awaitWaiting(1);
            Future<ProjectionAnswer> retry = threads.submit(() -> tell(new RetryDeadLetter("timeline", letter)));
            side.publishFrom(2, poisoned.edited("feat: antidote"));
            awaitWaiting(3);
            holding.commit();

            assertThat(reached("timeline", id, State.DONE).failure()).isNull();
            assertThat(retry.get().outcome()).isEqualTo(Outcome.DONE);
        } finally {
            retries.start();
        }
        side.awaitProjected();
        await().until(() -> view("timeline").deadLetters() == 0);
        assertThat(side.timeline(author, poisoned.draft)).hasSize(3);
    }

    /** Until so many connections wait for a lock of another one. */
    private static void awaitWaiting(long connections) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> side.jdbc()
                                .sql("SELECT count(*) FROM pg_stat_activity"
                                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                                .query(Long.class)
                                .single()
                        >= connections);
    }
}
