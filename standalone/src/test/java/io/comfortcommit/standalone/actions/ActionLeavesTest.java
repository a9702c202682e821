package io.comfortcommit.standalone.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.axonsupport.StoredEvents;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each login and each refusal becomes a leaf, whatever runs at once. */
class ActionLeavesTest {
    private static final String INSERT =
            "INSERT INTO gateway.action_log (at, actor, client, trace, action, outcome, target, reason)"
                    + " VALUES ('2026-11-01T09:00:00.123456Z', 'anybody', 'page/1', '%s', 'session.begin', 'DENIED',"
                    + " null, %s) RETURNING id";
    private static final String TRACE = "019aa000-0000-7000-8000-000000000001";

    private final TestDatabase database = TestDatabase.migrated("gateway");
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final StoredEvents records = ActionLeaves.records(jdbc);
    private final List<String> read = new ArrayList<>();
    private String position = StoredEvents.BEGINNING;

    @AfterEach
    void close() {
        database.close();
    }

    private static String insert(Connection connection, String reason) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(INSERT.formatted(TRACE, reason))) {
            rows.next();
            return "action-" + rows.getLong(1);
        }
    }

    private String insert() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return insert(connection, "'PAIRING_CODE_INVALID'");
        }
    }

    private Connection begun() throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private void read() {
        StoredEvents.Page page = records.after(position, 100);
        page.events().forEach(leaf -> read.add(leaf.id()));
        position = page.position();
    }

    @Test
    void whatIsStoredIsInTheLeafToTheMicrosecond() throws SQLException {
        String id = insert();

        Leaf leaf =
                records.withIds(List.of(id, "action-x", "action-99", "0190-1")).getFirst();

        assertThat(leaf.kind()).isEqualTo("action");
        assertThat(leaf.id()).isEqualTo(id);
        assertThat(leaf.name()).isEqualTo("session.begin");
        assertThat(leaf.time()).isEqualTo("2026-11-01T09:00:00.123456Z");
        assertThat(new String(leaf.payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"actor\":\"anybody\",\"client\":\"page/1\",\"trace\":\"" + TRACE
                        + "\",\"outcome\":\"DENIED\",\"reason\":\"PAIRING_CODE_INVALID\"}");
        assertThat(records.sizes(List.of(id, "action-x", "action-99", "0190-1")))
                .containsExactly(entry(id, (long) "anybodypage/1PAIRING_CODE_INVALID".length()));
        assertThat(records.after(StoredEvents.BEGINNING, 10).events().getFirst().hash())
                .isEqualTo(leaf.hash());
    }

    @Test
    void everyColumnOfARowIsInItsHash() throws SQLException {
        String id = insert();
        Leaf before = records.withIds(List.of(id)).getFirst();
        try (Connection owner = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(database.port(), database.name()));
                var statement = owner.createStatement()) {
            for (String change : List.of(
                    "at = at + interval '1 microsecond'",
                    "actor = 'user:x'",
                    "client = 'page/2'",
                    "trace = '019aa000-0000-7000-8000-000000000002'",
                    "action = 'session.end'",
                    "outcome = 'ALLOWED'",
                    "target = ''",
                    "reason = null")) {
                owner.setAutoCommit(true);
                statement.execute("BEGIN; UPDATE gateway.action_log SET " + change + "; COMMIT");
                Leaf after = records.withIds(List.of(id)).getFirst();
                assertThat(after.hash()).as(change).isNotEqualTo(before.hash());
                before = after;
            }
        }
    }

    @Test
    void whatBecomesVisibleLateComesLateAndWhatNeverDoesIsGivenUp() throws SQLException {
        try (Connection slow = begun();
                Connection failing = begun()) {
            String late = insert(slow, "'ROLE'");
            insert(failing, "'ROLE'");
            String fast = insert();
            read();
            read();
            assertThat(read).containsExactly(fast);

            failing.rollback();
            read();
            slow.commit();
            read();

            assertThat(read).containsExactly(fast, late);
        }
        read();
        assertThat(position).as("nothing is awaited any more").doesNotContain("@");
    }

    /** The number of the row is drawn and the row not yet written: the moment in which PostgreSQL by itself numbers no transaction. */
    @Test
    void whoStandsBetweenDrawingItsNumberAndWritingItsRowIsWaitedFor() throws Exception {
        try (Connection gate = begun();
                Connection held = begun();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            gate.createStatement().execute("SELECT pg_advisory_lock(7)");
            Future<String> writing =
                    threads.submit(() -> insert(held, "(SELECT 'ROLE' FROM pg_advisory_xact_lock(7))"));
            await().until(() -> jdbc.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                            .query(Long.class)
                            .single()
                    == 1);
            String fast = insert();
            for (int i = 0; i < 3; i++) {
                read();
                fast = String.join(" ", fast, insert());
            }
            read();
            assertThat(read).containsExactly(fast.split(" "));

            gate.createStatement().execute("SELECT pg_advisory_unlock(7)");
            String late = writing.get();
            held.commit();
            read();

            assertThat(read).endsWith(late).doesNotHaveDuplicates();
        }
    }

    @Test
    void manyThatWriteAndRollBackAtOnceLoseAndDoubleNothing() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed of manyThatWriteAndRollBackAtOnce…: " + seed);
        List<String> stored = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Random random = new Random(seed + i);
                writing.add(threads.submit(() -> {
                    for (int round = 0; round < 60; round++) {
                        try (Connection connection = begun()) {
                            String id = insert(connection, "'ROLE'");
                            if (random.nextInt(4) == 0) {
                                connection.rollback();
                            } else {
                                connection.commit();
                                stored.add(id);
                            }
                        }
                    }
                    return null;
                }));
            }
            while (writing.stream().anyMatch(writer -> !writer.isDone())) {
                read();
            }
            for (Future<?> writer : writing) {
                writer.get();
            }
        }
        for (int before = -1; before < read.size(); ) {
            before = read.size();
            read();
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(stored);
    }
}
