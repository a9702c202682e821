package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand;
import io.comfortcommit.messages.projection.ProjectionCommand.CancelRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.PauseRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberRemoved;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.queryside.search.NodeProcess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.SmartLifecycle;

/**
 * What holds for a rebuild holds for each projection that there is, the content log among them. A trigger keeps a rebuild
 * between its first step and its second, as long as a test holds a lock.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryProjectionTest {
    private static final int GATE = 11;
    /** More than a rebuild applies in one step, of events and of documents. */
    private static final int DRAFTS = 2_100;

    /** What each shows, as text, in one order. One that is not here fails. */
    private static final Map<String, List<String>> TABLES = Map.of(
            "drafts", List.of("SELECT d::text FROM query.draft d ORDER BY draft_id"),
            "timeline", List.of("SELECT t::text FROM query.timeline t ORDER BY draft_id, sequence"),
            "audit", List.of("SELECT a::text FROM query.audit_entry a ORDER BY event_id"),
            "members",
                    List.of(
                            "SELECT r::text FROM query.repository r ORDER BY repository_id",
                            "SELECT m::text FROM query.membership m ORDER BY repository_id, user_id"),
            "usage", List.of("SELECT c::text FROM query.model_call c ORDER BY event_id"));

    private static final NodeProcess NODE = NodeProcess.shared();

    private final UserId author = Story.somebody();
    private final RepositoryId repository = new RepositoryId(UUID.randomUUID());
    private final AtomicInteger told = new AtomicInteger();
    private ReadSide side;
    private Connection owner;
    private Statement gate;

    @BeforeAll
    void start() throws SQLException {
        NODE.clear();
        side = ReadSide.searching(NODE);
        side.asOwner("""
                CREATE FUNCTION query.wait() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_advisory_xact_lock_shared(%d); RETURN NEW; END $$;
                CREATE TRIGGER wait BEFORE UPDATE ON query.rebuild_part FOR EACH ROW
                WHEN (OLD.position >= 0 AND NEW.position > OLD.position) EXECUTE FUNCTION query.wait()""".formatted(GATE));
        owner = DriverManager.getConnection("jdbc:postgresql://localhost:%d/%s?user=postgres"
                .formatted(side.database.port(), side.database.name()));
        gate = owner.createStatement();
        tracked();
        for (int draft = 0; draft < DRAFTS; draft++) {
            Story story = Story.in(repository, author);
            side.publish(story.captured(), story.drafted("feat: part " + draft));
            called(story.draft);
        }
        awaitShown();
    }

    @AfterAll
    void stop() throws SQLException {
        owner.close();
        side.close();
    }

    @AfterEach
    void openTheGate() throws SQLException {
        gate.execute("SELECT pg_advisory_unlock_all()");
        for (String projection : projections()) {
            tell(new CancelRebuild(projection));
        }
        await().until(() -> side.jdbc()
                        .sql("SELECT count(*) FROM query.rebuild WHERE copied")
                        .query(Long.class)
                        .single()
                == 0);
    }

    /** Whatever the server itself says that it has. */
    List<String> projections() {
        return side.ask(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class)).projections().stream()
                .map(ProjectionView::name)
                .toList();
    }

    private void tracked() {
        happened(new RepositoryTracked(repository, author, "https://git.example/a.git", "main", Story.START));
    }

    /** Something that each projection shows. */
    private void change() {
        Story story = Story.in(repository, author);
        side.publish(story.captured(), story.drafted("feat: meanwhile"), story.edited("feat: meanwhile, edited"));
        called(story.draft);
        UserId member = Story.somebody();
        happened(new MemberAdded(repository, author, member, Story.START));
        happened(new DraftingChosen(repository, author, DraftingLanguage.KO, told.get() % 2 == 0, Story.START));
        if (told.get() % 3 == 0) {
            happened(new MemberRemoved(repository, author, member, Story.START));
        }
    }

    private void called(DraftId draft) {
        side.publish(
                () -> {}, List.of(Calls.of(draft, repository, author, "default", "gpt", 300, 20, 12, Story.START)));
    }

    private void happened(TrackedRepositoryEvent event) {
        List<DomainEventMessage<?>> messages = List.of(new GenericDomainEventMessage<>(
                "TrackedRepository", repository.toString(), told.getAndIncrement(), event, ReadSide.metaData(author)));
        side.publish(() -> {}, messages);
    }

    private void awaitShown() {
        side.awaitProjected();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> side.jdbc()
                                .sql("SELECT count(*) FROM query.search_due WHERE NOT worded")
                                .query(Long.class)
                                .single()
                        == 0);
    }

    /** Of all that it shows. */
    private String fingerprint(String projection) {
        List<String> lines = new ArrayList<>();
        if (projection.equals("search")) {
            lines.addAll(NODE.documents());
        } else {
            List<String> tables =
                    Objects.requireNonNull(TABLES.get(projection), () -> "no case for projection " + projection);
            tables.forEach(
                    sql -> lines.addAll(side.jdbc().sql(sql).query(String.class).list()));
        }
        assertThat(lines).isNotEmpty();
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return lines.size() + " " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProjectionAnswer tell(ProjectionCommand command) {
        return side.bean(CommandGateway.class).sendAndWait(command);
    }

    private UUID begin(String projection) {
        UUID id = UUID.randomUUID();
        assertThat(tell(new StartRebuild(id, projection, null, false, "user:" + author))
                        .outcome())
                .isEqualTo(Outcome.DONE);
        return id;
    }

    private RebuildView rebuilt(String projection, UUID id) {
        await().atMost(Duration.ofSeconds(60)).until(() -> newest(projection).state() != State.RUNNING);
        RebuildView rebuild = newest(projection);
        assertThat(rebuild.id()).isEqualTo(id);
        assertThat(rebuild.failure()).isNull();
        assertThat(rebuild.state()).isEqualTo(State.DONE);
        return rebuild;
    }

    private RebuildView newest(String projection) {
        return side.ask(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class)).projections().stream()
                .filter(found -> found.name().equals(projection))
                .map(ProjectionView::rebuild)
                .map(Objects::requireNonNull)
                .findFirst()
                .orElseThrow();
    }

    private UUID beginAndHoldInTheMiddle(String projection) throws SQLException {
        gate.execute("SELECT pg_advisory_lock(" + GATE + ")");
        UUID id = begin(projection);
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting("locktype = 'advisory' AND objid = " + GATE) > 0);
        assertThat(newest(projection).state()).isEqualTo(State.RUNNING);
        return id;
    }

    private long waiting(String where) {
        return side.jdbc()
                .sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND " + where)
                .query(Long.class)
                .single();
    }

    /** Says it to a rebuild that is held, and lets that go on. */
    private void tellInTheMiddle(ProjectionCommand command) throws SQLException {
        CompletableFuture<ProjectionAnswer> answer = CompletableFuture.supplyAsync(() -> tell(command));
        await().until(() -> answer.isDone() || waiting("locktype IN ('tuple', 'transactionid')") > 0);
        gate.execute("SELECT pg_advisory_unlock(" + GATE + ")");
        assertThat(answer.join().outcome()).isEqualTo(Outcome.DONE);
    }

    private boolean isWorkedOn() {
        return side.jdbc()
                        .sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND state <> 'idle' AND query LIKE '%query.rebuild%' AND pid <> pg_backend_pid()")
                        .query(Long.class)
                        .single()
                > 0;
    }

    @ParameterizedTest
    @MethodSource("projections")
    void builtTwiceItIsTheSameByteForByte(String projection) {
        String shown = fingerprint(projection);

        rebuilt(projection, begin(projection));
        String once = fingerprint(projection);
        rebuilt(projection, begin(projection));

        assertThat(once).isEqualTo(shown);
        assertThat(fingerprint(projection)).isEqualTo(shown);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void whatIsCancelledInTheMiddleLeavesTheModelAsItIsAndThatServesThroughout(String projection) throws SQLException {
        String before = fingerprint(projection);
        beginAndHoldInTheMiddle(projection);

        change();
        awaitShown();
        String now = fingerprint(projection);
        assertThat(now).as("what is shown follows the events meanwhile").isNotEqualTo(before);
        tellInTheMiddle(new CancelRebuild(projection));

        await().until(() -> newest(projection).copies().isEmpty() && !isWorkedOn());
        assertThat(newest(projection).state()).isEqualTo(State.CANCELLED);
        assertThat(fingerprint(projection)).isEqualTo(now);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void whatIsPausedInTheMiddleStaysThereAndGoesOnFromThere(String projection) throws SQLException {
        String before = fingerprint(projection);
        UUID id = beginAndHoldInTheMiddle(projection);

        tellInTheMiddle(new PauseRebuild(projection));

        await().until(() -> !isWorkedOn());
        RebuildView paused = newest(projection);
        assertThat(paused.state()).isEqualTo(State.PAUSED);
        assertThat(paused.position()).isNotNegative();
        assertThat(fingerprint(projection)).isEqualTo(before);
        change();
        awaitShown();
        String now = fingerprint(projection);

        assertThat(tell(new ResumeRebuild(projection)).outcome()).isEqualTo(Outcome.DONE);
        rebuilt(projection, id);
        assertThat(fingerprint(projection)).isEqualTo(now);
    }

    /** Its connections are gone in the middle of a step; of that nothing stays, and what was done before is not done again. */
    @ParameterizedTest
    @MethodSource("projections")
    void whatIsKilledInTheMiddleGoesOnFromWhereItWas(String projection) throws SQLException {
        String before = fingerprint(projection);
        UUID id = beginAndHoldInTheMiddle(projection);
        SmartLifecycle worker = (SmartLifecycle) side.bean("rebuilds");

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(worker::stop);
        gate.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
                + " AND objid = " + GATE);
        gate.execute("SELECT pg_advisory_unlock(" + GATE + ")");
        stopping.join();
        RebuildView left = newest(projection);
        assertThat(left.position()).isNotNegative();
        assertThat(fingerprint(projection)).isEqualTo(before);

        worker.start();
        if (left.state() == State.FAILED) {
            // It was told of its connection before it was told to stop.
            assertThat(tell(new ResumeRebuild(projection)).outcome()).isEqualTo(Outcome.DONE);
        }
        RebuildView done = rebuilt(projection, id);
        assertThat(done.events()).isGreaterThanOrEqualTo(left.events());
        assertThat(fingerprint(projection)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void builtWhileEventsArriveItIsWhatOneBuiltAfterwardsIs(String projection) {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
            int changes = 0;
            while (!enough.get()) {
                change();
                changes++;
            }
            return changes;
        });
        try {
            rebuilt(projection, begin(projection));
        } finally {
            enough.set(true);
        }
        assertThat(writer.join()).isPositive();
        awaitShown();
        String shown = fingerprint(projection);

        rebuilt(projection, begin(projection));

        assertThat(fingerprint(projection)).isEqualTo(shown);
    }
}
