package io.comfortcommit.repositories.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Deliveries.Fate;
import io.comfortcommit.repositories.Deliveries.Outcome;
import io.comfortcommit.repositories.Deliveries.Receipt;
import io.comfortcommit.repositories.Deliveries.State;
import io.comfortcommit.repositories.Deliveries.Worker;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.PushedBranch;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class StoredDeliveriesTest {
    private static final DraftId DRAFT = new DraftId(new UUID(1, 2));
    private static final RepositoryId REPOSITORY = new RepositoryId(new UUID(3, 4));
    private static final UserId OWNER = new UserId(new UUID(5, 6));

    private static TestDatabase database;

    private final Recorder recorder = new Recorder();
    private Instant now = Instant.parse("2026-11-02T10:00:00Z");
    private StoredDeliveries deliveries;
    private JdbcClient jdbc;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void begin() {
        jdbc = JdbcClient.create(database.dataSource());
        jdbc.sql("DELETE FROM repositories.delivery").update();
        deliveries = start();
    }

    /** As another process would see the same table. */
    private StoredDeliveries start() {
        ErasedPeople erased =
                new ErasedPeople(jdbc, new DataSourceTransactionManager(database.dataSource()), "repositories");
        return new StoredDeliveries(jdbc, () -> now, erased, (order, bundle) -> {
            if (bundle.length == 0) {
                throw new RefusedException(Reason.CORRUPT_BUNDLE, "empty");
            }
            return order;
        });
    }

    @Test
    void aCaptureIsGivenToOneWorkerAsItWasStored() throws Exception {
        CaptureOrder order = order();
        assertThat(deliveries.receive(delivery("1", "d"), order, new byte[] {1, 2, 3}))
                .isEqualTo(Receipt.STORED);
        assertThat(deliveries.fate("captures/ci", "1")).contains(new Fate(State.WAITING, null, null));

        assertThat(start().work(Duration.ZERO, recorder)).as("after a restart").isTrue();

        assertThat(recorder.captured).containsExactly(order);
        assertThat(recorder.bundles).containsExactly(List.of(1, 2, 3));
        assertThat(deliveries.fate("captures/ci", "1")).contains(new Fate(State.DONE, DRAFT, null));
        assertThat(deliveries.work(Duration.ZERO, recorder)).isFalse();
        assertThat(jdbc.sql("SELECT count(*) FROM repositories.delivery WHERE bundle IS NOT NULL"
                                + " OR author_email IS NOT NULL")
                        .query(Integer.class)
                        .single())
                .as("what was in it is gone")
                .isZero();
    }

    @Test
    void ofFiftyAtATimeOneIsStored() throws Exception {
        Map<Receipt, Integer> receipts = new EnumMap<>(Receipt.class);
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Receipt>> sent = IntStream.range(0, 50)
                    .mapToObj(n ->
                            many.submit(() -> deliveries.receive(delivery("1", n % 5 == 4 ? "other" : "d"), pushed())))
                    .toList();
            for (Future<Receipt> one : sent) {
                receipts.merge(one.get(), 1, Integer::sum);
            }
        }
        assertThat(receipts).containsEntry(Receipt.STORED, 1);
        assertThat(receipts.values().stream().mapToInt(count -> count).sum()).isEqualTo(50);
        assertThat(receipts).containsKeys(Receipt.REPEATED, Receipt.ID_REUSED);
        assertThat(deliveries.work(Duration.ZERO, recorder)).isTrue();
        assertThat(deliveries.work(Duration.ZERO, recorder)).isFalse();
        assertThat(recorder.pushed).containsExactly(pushed());
    }

    @Test
    void anIdIsItsSourcesOwnAndRemembered() throws Exception {
        deliveries.receive(delivery("1", "d"), pushed());
        assertThat(deliveries.receive(new Delivery("captures/other", "1", "e", "t"), pushed()))
                .isEqualTo(Receipt.STORED);
        deliveries.work(Duration.ZERO, recorder);
        deliveries.work(Duration.ZERO, recorder);
        assertThat(deliveries.receive(delivery("1", "d"), pushed())).isEqualTo(Receipt.REPEATED);
        assertThat(deliveries.receive(delivery("1", "e"), pushed())).isEqualTo(Receipt.ID_REUSED);
        assertThat(recorder.pushed).hasSize(2);
    }

    @Test
    void whatCanBeSeenToBeWrongIsNotStored() {
        assertThatThrownBy(() -> deliveries.receive(delivery("1", "d"), order(), new byte[0]))
                .isInstanceOf(RefusedException.class);
        assertThat(deliveries.fate("captures/ci", "1")).isEmpty();
    }

    @Test
    void aRefusedDeliverySaysWhyAndIsNotTriedAgain() throws Exception {
        deliveries.receive(delivery("1", "d"), pushed());
        recorder.failure = new RefusedException(Reason.HOSTILE_CONTENT, "…");
        deliveries.work(Duration.ZERO, recorder);
        assertThat(deliveries.fate("captures/ci", "1")).contains(new Fate(State.REFUSED, null, "HOSTILE_CONTENT"));
        now = now.plus(Duration.ofDays(1));
        assertThat(deliveries.work(Duration.ZERO, recorder)).isFalse();
    }

    @Test
    void aRemoteThatDoesNotAnswerIsAskedAgainLaterAndAtLastGivenUp() throws Exception {
        deliveries.receive(delivery("1", "d"), pushed());
        recorder.failure = new RefusedException(Reason.REMOTE_UNREACHABLE, "…");
        deliveries.work(Duration.ZERO, recorder);
        assertThat(deliveries.work(Duration.ZERO, recorder)).as("not at once").isFalse();
        assertThat(deliveries.fate("captures/ci", "1")).contains(new Fate(State.WAITING, null, "REMOTE_UNREACHABLE"));
        now = now.plusSeconds(3);
        recorder.failure = new IOException("disk");
        assertThat(deliveries.work(Duration.ZERO, recorder)).isTrue();
        now = now.plus(Duration.ofHours(25));
        assertThat(deliveries.work(Duration.ZERO, recorder)).isTrue();
        assertThat(deliveries.fate("captures/ci", "1")).contains(new Fate(State.REFUSED, null, "INTERNAL"));
    }

    @Test
    void aDeliveryWhoseWorkerDiedIsGivenToAnotherAndTheDeadOnesWordDoesNotCount() throws Exception {
        deliveries.receive(delivery("1", "d"), pushed());
        Worker slow = new Recorder() {
            @Override
            public Outcome take(Delivery delivery, PushedBranch pushed) throws Exception {
                assertThat(start().work(Duration.ZERO, recorder))
                        .as("while it works")
                        .isFalse();
                now = now.plusSeconds(60); // as if its process had been frozen
                assertThat(start().work(Duration.ZERO, recorder)).isTrue();
                return new Outcome.Refused("LATE");
            }
        };
        deliveries.work(Duration.ZERO, slow);
        assertThat(deliveries.fate("captures/ci", "1")).contains(new Fate(State.DONE, DRAFT, null));
    }

    @Test
    void aWaitingWorkerIsWokenByADelivery() {
        List<Boolean> worked = Collections.synchronizedList(new ArrayList<>());
        Thread waiting = Thread.startVirtualThread(() -> {
            try {
                worked.add(deliveries.work(Duration.ofHours(1), recorder));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        deliveries.receive(delivery("1", "d"), pushed());
        await().until(() -> worked.equals(List.of(true)));
        await().until(() -> !waiting.isAlive());
    }

    private static Delivery delivery(String id, String digest) {
        return new Delivery("captures/ci", id, digest, "trace");
    }

    private static PushedBranch pushed() {
        return new PushedBranch(
                OWNER, REPOSITORY, "wip/main", List.of("a@example.org", "*"), Instant.EPOCH, "github-webhook/1");
    }

    private static CaptureOrder order() {
        return new CaptureOrder(
                new CaptureId(new UUID(7, 7)),
                REPOSITORY,
                OWNER,
                new LaneId(new UUID(8, 8)),
                "a".repeat(40),
                null,
                "main",
                CaptureMode.INDEX,
                new GitAuthor("김 편안", "kim@example.org"),
                Instant.parse("2026-11-02T09:59:59.123456Z"),
                "ci/1");
    }

    private static class Recorder implements Worker {
        private final List<CaptureOrder> captured = new ArrayList<>();
        private final List<List<Integer>> bundles = new ArrayList<>();
        private final List<PushedBranch> pushed = new ArrayList<>();
        private @Nullable Exception failure;

        @Override
        public Outcome take(Delivery delivery, CaptureOrder order, InputStream bundle) throws Exception {
            captured.add(order);
            List<Integer> bytes = new ArrayList<>();
            for (byte one : bundle.readAllBytes()) {
                bytes.add((int) one);
            }
            bundles.add(bytes);
            return done();
        }

        @Override
        public Outcome take(Delivery delivery, PushedBranch branch) throws Exception {
            pushed.add(branch);
            return done();
        }

        private Outcome done() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return new Outcome.Draft(DRAFT);
        }
    }
}
