package io.comfortcommit.repositories.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.inbox.StoredDeliveries;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Somebody is erased while requests of theirs are on their way: no row of theirs is left, and what comes later is refused. */
class ErasureWhileWritingTest {
    private static final int WRITERS = 6;

    private static final TestDatabase DATABASE = TestDatabase.migrated("repositories");
    private static final JdbcClient JDBC = JdbcClient.create(DATABASE.dataSource());

    private final UserId person = new UserId(UUID.randomUUID());
    private final ErasedPeople erased = erasedPeople();
    private final TrackedRemotes remotes =
            new TrackedRemotes(JDBC, UuidCreator::getTimeOrderedEpoch, Clock.systemUTC(), erased);
    private final Captures captures = new Captures(JDBC, erased, Clock.systemUTC());
    private final StoredDeliveries deliveries =
            new StoredDeliveries(JDBC, Clock.systemUTC(), erased, (order, _) -> order);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static ErasedPeople erasedPeople() {
        return new ErasedPeople(JDBC, new DataSourceTransactionManager(DATABASE.dataSource()), "repositories");
    }

    private void capture() {
        RepositoryId repository = remotes.findOrAdd(person, "https://git.example.org/" + UUID.randomUUID(), "tapir");
        CaptureOrder order = new CaptureOrder(
                new CaptureId(UUID.randomUUID()),
                repository,
                person,
                new LaneId(UUID.randomUUID()),
                "a".repeat(40),
                null,
                "tapir",
                CaptureMode.INDEX,
                new GitAuthor("Tapir", "tapir@example.org"),
                Instant.parse("2026-11-02T09:59:59Z"),
                "test/1");
        assertThat(deliveries.receive(
                        new Delivery("captures/ci", UUID.randomUUID().toString(), "d", "t"), order, new byte[1]))
                .isNotNull();
        assertThat(captures.append(new DraftId(UUID.randomUUID()), order, new ChangeSummary(1, 1, 0), 0))
                .isNotNull();
    }

    private List<String> rows() {
        return JDBC.sql("""
                        SELECT branch || author_name || author_email FROM repositories.capture WHERE caller_id = :person
                        UNION ALL SELECT remote || default_branch FROM repositories.repository WHERE tenant_id = :person
                        UNION ALL SELECT delivery_id FROM repositories.delivery WHERE caller_id = :person""").param("person", person.value()).query(String.class).list();
    }

    @RepeatedTest(10)
    void noRowIsLeftOfWhatIsWrittenMeanwhile() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Reason>> ends = IntStream.range(0, WRITERS)
                    .mapToObj(_ -> threads.submit(() -> untilRefused(taken)))
                    .toList();
            await().until(() -> taken.get() >= WRITERS);
            erased.erase(person);
            for (Future<Reason> end : ends) {
                assertThat(end.get()).isEqualTo(Reason.PERSON_ERASED);
            }
        }
        assertThat(rows())
                .isNotEmpty()
                .allMatch(row -> row.equals("[erased]".repeat(3)) || row.matches("\\[erased] [0-9a-f-]{36}\\[erased]"));
    }

    private Reason untilRefused(AtomicInteger taken) {
        while (true) {
            try {
                capture();
                taken.incrementAndGet();
            } catch (RefusedException e) {
                return e.reason();
            }
        }
    }

    @Test
    void theErasureWaitsForWhatWasBegunAndTakesItToo() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> writer = threads.submit(() -> erased.unlessErased(person, () -> {
                capture();
                written.countDown();
                awaited(commit);
                return true;
            }));
            awaited(written);
            Future<?> erasure = threads.submit(() -> erased.erase(person));
            await().until(() -> JDBC.sql("SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database"
                                    + " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted")
                            .query(Long.class)
                            .single()
                    == 1);
            assertThat(erasure).isNotDone();
            commit.countDown();
            writer.get();
            erasure.get();
        }
        assertThat(rows()).hasSize(2).allMatch(row -> row.startsWith("[erased]"));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRemoteThatWasReadBeforeIsNotRemembered() {
        RepositoryId repository = remotes.findOrAdd(person, "https://git.example.org/okapi", "main");
        assertThat(remotes.find(repository))
                .hasValueSatisfying(found -> assertThat(found.remote()).endsWith("okapi"));

        erased.erase(person);
        remotes.forget(person);

        assertThat(remotes.find(repository))
                .hasValueSatisfying(found -> assertThat(found.remote()).startsWith("[erased]"));
        assertThatThrownBy(() -> remotes.findOrAdd(person, "https://git.example.org/okapi", "main"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PERSON_ERASED));
    }
}
