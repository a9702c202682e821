package io.comfortcommit.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.gateway.GatewayTest;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.ActionLog.Outcome;
import io.comfortcommit.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whose entries of the log of actions are read is decided by PostgreSQL, whatever a statement says. */
@NullUnmarked // its fields are filled by the test framework
class ActionLogRowsTest extends GatewayTest {
    private static final String ACTORS = "SELECT DISTINCT actor FROM gateway.action_log";

    @Autowired
    TestDatabase database;

    private Connection as(String role) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s?user=%s".formatted(database.port(), database.name(), role));
    }

    private static List<String> read(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static String record(UUID actor, String action, Outcome outcome) {
        return "INSERT INTO gateway.action_log (at, actor, client, trace, action, outcome) VALUES (now(), 'user:%s', 'x/1',"
                        .formatted(actor)
                + " gen_random_uuid(), '%s', '%s')".formatted(action, outcome);
    }

    @Test
    void oneSeesWhatOneDidOneselfAndWhoAuditsSeesAll() throws SQLException {
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        try (Connection connection = as("comfort_app");
                Statement statement = connection.createStatement()) {
            statement.execute(record(one, "draft.approve", Outcome.ALLOWED));
            statement.execute(record(other, "key.rotate", Outcome.DENIED));

            assertThat(read(connection, ACTORS)).as("who says nothing").isEmpty();

            read(connection, "SELECT set_config('comfort.caller', '" + one + "', false)");
            assertThat(read(connection, ACTORS + " WHERE actor = 'user:" + other + "' OR true"))
                    .containsExactly("user:" + one);

            read(connection, "SELECT set_config('comfort.auditing', 'on', false)");
            assertThat(read(connection, ACTORS)).contains("user:" + one, "user:" + other);

            for (String change :
                    List.of("UPDATE gateway.action_log SET actor = 'x'", "DELETE FROM gateway.action_log")) {
                assertThatThrownBy(() -> statement.execute(change)).hasMessageContaining("permission denied");
            }
        }
        try (Connection connection = as("comfort_reader")) {
            assertThatThrownBy(() -> read(connection, ACTORS)).hasMessageContaining("permission denied");
        }
    }

    @Test
    void theColumnSaysWhatAnEntryIsCalled() throws SQLException {
        UUID actor = UUID.randomUUID();
        List<String> called = new ArrayList<>();
        try (Connection connection = as("comfort_app");
                Statement statement = connection.createStatement()) {
            for (Action action : Action.values()) {
                for (Outcome outcome : Outcome.values()) {
                    statement.execute(record(actor, action.code(), outcome));
                    called.add(ActionEvents.name(action, outcome));
                }
            }
            read(connection, "SELECT set_config('comfort.caller', '" + actor + "', false)");

            assertThat(read(connection, "SELECT event FROM gateway.action_log ORDER BY id"))
                    .isEqualTo(called);
        }
    }

    @Test
    void pagesOfOneKindAreReadAlongAnIndex() throws SQLException {
        try (Connection connection = as("postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO gateway.action_log (at, actor, client, trace, action, outcome)"
                    + " SELECT timestamptz '2020-01-01Z' + n * interval '1 ms', 'user:' || (n % 50), 'x/1', gen_random_uuid(),"
                    + " 'draft.approve', CASE WHEN n <= 20 THEN 'DENIED' ELSE 'ALLOWED' END"
                    + " FROM generate_series(1, 50000) n");
            statement.execute("ANALYZE gateway.action_log");
            for (String condition : List.of(
                    "event = 'access.denied'",
                    "event = 'access.allowed'",
                    "actor = 'user:7'",
                    "at < '2020-01-01 00:00:02Z'")) {
                assertThat(String.join(
                                "\n",
                                read(
                                        connection,
                                        "EXPLAIN SELECT * FROM gateway.action_log WHERE " + condition
                                                + " ORDER BY at DESC, id DESC LIMIT 51")))
                        .contains("Index Scan")
                        .doesNotContain("Seq Scan", "Sort");
            }
            connection.rollback();
        }
    }
}
