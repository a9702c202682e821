package io.comfortcommit.commandside.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Appends the events of all callers that wait at the same time by one statement, which is one transaction: one round trip
 * and one flush to disk for all of them. While it runs, the next ones gather. One such statement runs at a time, and draws
 * its indexes in turn with any other that the server still works at, so the global index counts in the order of the commits.
 */
final class GroupCommit {
    /** Far more than there are commands at the same time. */
    private static final int MOST_APPENDS = 500;

    /** Classes of SQLSTATE; PostgreSQL's documentation, appendix A. */
    private static final String DATA_EXCEPTION = "22";

    private static final String INTEGRITY_VIOLATION = "23";

    private static final String INSERT = "INSERT INTO events.domain_event (aggregate_identifier, sequence_number, type,"
            + " event_identifier, meta_data, payload, payload_revision, payload_type, time_stamp)"
            + " SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],"
            + " ?::text[], ?::text[])";

    private final DataSource dataSource;
    private final Queue<Append> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    /** @param dataSource hands out connections that commit each statement */
    GroupCommit(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param time ISO 8601 */
    record Row(
            String aggregate,
            long sequence,
            @Nullable String type,
            String event,
            byte[] metaData,
            byte[] payload,
            @Nullable String revision,
            String payloadType,
            String time) {}

    private record Append(List<Row> rows, CompletableFuture<@Nullable Throwable> failure) {}

    /**
     * Returns when all rows are durable. They are stored together, or none is; what others append does not matter to them.
     *
     * @throws SQLException why the rows are not stored; if the connection broke, they may be
     */
    void append(List<Row> rows) throws SQLException {
        Append append = new Append(rows, new CompletableFuture<>());
        waiting.add(append);
        if (open.getAndIncrement() == 0) {
            try {
                Thread.ofVirtual().name("append-events").start(this::appendWaiting);
            } catch (Throwable noMoreThreads) {
                // Otherwise nobody would ever append again: all others count on the one that came first.
                appendWaiting();
            }
        }
        // Can't be interrupted: whether the events are stored has to be known.
        Throwable failure = append.failure.join();
        if (failure != null) {
            throw new SQLException("the events are not stored: " + failure.getMessage(), failure);
        }
    }

    private void appendWaiting() {
        List<Append> group = new ArrayList<>();
        do {
            group.clear();
            try {
                Append next;
                while (group.size() < MOST_APPENDS && (next = waiting.poll()) != null) {
                    group.add(next);
                }
                appendGroup(group);
            } catch (Throwable e) {
                group.forEach(append -> append.failure.complete(e));
            }
        } while (open.addAndGet(-group.size()) > 0);
    }

    private void appendGroup(List<Append> group) throws SQLException {
        try {
            store(group.stream().flatMap(append -> append.rows.stream()).toList());
            group.forEach(append -> append.failure.complete(null));
        } catch (SQLException e) {
            if (group.size() == 1 || !isRefusal(e)) {
                throw e;
            }
            // Nothing is stored, perhaps because of a single one.
            for (Append append : group) {
                try {
                    appendGroup(List.of(append));
                } catch (SQLException itsOwn) {
                    append.failure.complete(itsOwn);
                }
            }
        }
    }

    /**
     * Whether the server has looked at the rows and taken none. After anything else, as a lost connection, they may be
     * stored, and a second try would be refused as a duplicate of the first.
     */
    private static boolean isRefusal(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(INTEGRITY_VIOLATION));
    }

    private void store(List<Row> rows) throws SQLException {
        Connection connection = dataSource.getConnection();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            Columns columns = new Columns(connection, insert, rows);
            columns.add("text", Row::aggregate, String[]::new);
            columns.add("bigint", Row::sequence, Long[]::new);
            columns.add("text", Row::type, String[]::new);
            columns.add("text", Row::event, String[]::new);
            columns.add("bytea", Row::metaData, byte[][]::new);
            columns.add("bytea", Row::payload, byte[][]::new);
            columns.add("text", Row::revision, String[]::new);
            columns.add("text", Row::payloadType, String[]::new);
            columns.add("text", Row::time, String[]::new);
            insert.executeUpdate();
        } finally {
            // Quietly: what is stored is stored.
            JdbcUtils.closeConnection(connection);
        }
    }

    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement insert;
        private final List<Row> rows;
        private int position;

        Columns(Connection connection, PreparedStatement insert, List<Row> rows) {
            this.connection = connection;
            this.insert = insert;
            this.rows = rows;
        }

        <T> void add(String type, Function<Row, @Nullable T> value, IntFunction<T[]> array) throws SQLException {
            insert.setArray(
                    ++position,
                    connection.createArrayOf(type, rows.stream().map(value).toArray(array)));
        }
    }
}
