package io.comfortcommit.commandside.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections break while events are stored. A trigger keeps the server between the drawing of an index and the commit, as
 * long as a test holds a lock.
 */
class CommitOrderTest {
    private static final int GATE = 7;
    private static final String ANYWHERE = "locktype = 'advisory'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    private static final String AT_THE_GATE = ANYWHERE + " AND classid = 0 AND objid = " + GATE;
    private static final int WRITERS = 8;
    private static final int KILLED = 25;
    private static final long SEED = Long.getLong("comfort.tests.seed", 20_261_129L);

    private TestDatabase database;

    @BeforeEach
    void migrate() throws SQLException {
        database = TestDatabase.migrated("events");
        try (Connection owner = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + database.port() + "/" + database.name(), "postgres", "");
                var statement = owner.createStatement()) {
            statement.execute("""
                    CREATE FUNCTION events.wait() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM pg_advisory_xact_lock_shared(%d); RETURN NEW; END $$;
                    CREATE TRIGGER wait AFTER INSERT ON events.domain_event FOR EACH ROW
                    WHEN (NEW.type = 'Slow') EXECUTE FUNCTION events.wait()""".formatted(GATE));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static EventStorageEngine engine(DataSource dataSource) {
        return new PostgresEventStoreConfiguration()
                .eventStorageEngine(
                        dataSource,
                        Jackson3Serializer.builder().build(),
                        JdbcClient.create(dataSource),
                        DefaultConfigurer.defaultConfiguration().buildConfiguration());
    }

    private static DomainEventMessage<String> event(String type, String aggregate, long sequence) {
        return new GenericDomainEventMessage<>(type, aggregate, sequence, "done");
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    /** Somebody who reads on from wherever he is. */
    private static final class Reader {
        private final EventStorageEngine engine;
        private final List<Long> indexes = new ArrayList<>();
        private final List<String> met = new ArrayList<>();
        private @Nullable TrackingToken token;

        Reader(EventStorageEngine engine) {
            this.engine = engine;
        }

        void readOn() {
            try (var events = engine.readEvents(token, false)) {
                events.forEach(event -> {
                    token = ((TrackedEventMessage<?>) event).trackingToken();
                    indexes.add(token.position().orElseThrow());
                    DomainEventMessage<?> stored = (DomainEventMessage<?>) event;
                    met.add(stored.getAggregateIdentifier() + "/" + stored.getSequenceNumber());
                });
            }
        }
    }

    private long waiting(String where) {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND " + where)
                .query(Long.class)
                .single();
    }

    private long waitingAtTheGate() {
        return waiting(AT_THE_GATE);
    }

    /** The index is drawn and the connection gone; the server commits later, when others have appended by other connections. */
    @Test
    void whatIsCommittedAfterItsConnectionBrokeIsNotNumberedBeforeWhatOthersCommittedMeanwhile() throws Exception {
        List<Connection> used = new CopyOnWriteArrayList<>();
        EventStorageEngine engine = engine(new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                used.add(connection);
                return connection;
            }
        });
        Reader reader = new Reader(engine);
        String slow = id();
        List<String> others = List.of(id(), id(), id());
        try (Connection gate = database.dataSource().getConnection();
                Statement commands = gate.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            commands.execute("SELECT pg_advisory_lock(" + GATE + ")");
            Future<?> cut = threads.submit(() -> engine.appendEvents(List.of(event("Slow", slow, 0))));
            await().until(() -> waitingAtTheGate() == 1);
            used.getLast().abort(Runnable::run);
            assertThatThrownBy(() -> cut.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(EventStoreException.class);

            List<Future<?>> appends = new ArrayList<>();
            for (String other : others) {
                appends.add(threads.submit(() -> engine.appendEvents(List.of(event("Thing", other, 0)))));
            }
            await().until(() -> waiting(ANYWHERE) == 2 || appends.stream().allMatch(Future::isDone));
            reader.readOn();
            commands.execute("SELECT pg_advisory_unlock(" + GATE + ")");
            for (Future<?> append : appends) {
                append.get(30, TimeUnit.SECONDS);
            }
            await().untilAsserted(() -> {
                reader.readOn();
                assertThat(reader.met).hasSize(4);
            });
        }
        assertThat(reader.met.getFirst()).isEqualTo(slow + "/0");
        assertThat(reader.indexes).isSorted().doesNotHaveDuplicates();
    }

    /** Drawn and never stored, while others append as well: as a process does that replaces this one before it has ended. */
    @Test
    void aServerProcessThatIsKilledBetweenDrawingAndCommitHoldsNobodyUpAndNobodyIsPassedOver() throws Exception {
        System.out.println("commit order: seed " + SEED);
        Random random = new Random(SEED);
        EventStorageEngine engine = engine(database.dataSource());
        EventStorageEngine another = engine(database.dataSource());
        Reader reader = new Reader(engine);
        Set<String> stored = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        try (Connection gate = database.dataSource().getConnection();
                Statement commands = gate.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            try {
                for (int writer = 0; writer < WRITERS; writer++) {
                    EventStorageEngine its = writer % 2 == 0 ? engine : another;
                    writers.add(threads.submit(() -> write(its, enough, stored)));
                }
                for (int round = 0; round < KILLED; round++) {
                    commands.execute("SELECT pg_advisory_lock(" + GATE + ")");
                    String slow = id();
                    Future<?> cut = threads.submit(() -> engine.appendEvents(List.of(event("Slow", slow, 0))));
                    await().until(() -> waitingAtTheGate() == 1);
                    if (random.nextBoolean()) {
                        reader.readOn();
                    }
                    commands.execute(
                            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND " + AT_THE_GATE);
                    assertThatThrownBy(() -> cut.get(30, TimeUnit.SECONDS))
                            .hasCauseInstanceOf(EventStoreException.class);
                    commands.execute("SELECT pg_advisory_unlock(" + GATE + ")");
                    int before = stored.size();
                    await().until(() -> stored.size() > before + 2 * WRITERS);
                    reader.readOn();
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get(30, TimeUnit.SECONDS);
            }
        }
        reader.readOn();

        assertThat(reader.indexes).isSorted().doesNotHaveDuplicates();
        assertThat(reader.met).containsExactlyInAnyOrderElementsOf(stored);
    }

    /** Looks after a failure, as whoever appends has to, and goes on. */
    private static void write(EventStorageEngine engine, AtomicBoolean enough, Set<String> stored) {
        String aggregate = id();
        for (long sequence = 0; !enough.get(); ) {
            try {
                engine.appendEvents(List.of(event("Thing", aggregate, sequence)));
            } catch (EventStoreException e) {
                if (engine.lastSequenceNumberFor(aggregate).orElse(-1L) < sequence) {
                    continue;
                }
            }
            stored.add(aggregate + "/" + sequence++);
        }
    }
}
