package io.comfortcommit.benchmarks;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftCommand.CaptureChange;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.standalone.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;

/**
 * Creating drafts by command, beside autocommit INSERTs of the very rows that these commands wrote into a table of the same
 * shape: same server with fsync on, same JVM, same number of callers, in turn.
 */
final class CommandsBesideInserts {
    private static final int CALLERS = 16;
    private static final int PER_ROUND = 24_000;
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 2;
    private static final UserId AUTHOR = new UserId(new UUID(1, 1));
    private static final RepositoryId REPOSITORY = new RepositoryId(new UUID(1, 2));
    private static final String COLUMNS = "aggregate_identifier, sequence_number, type, event_identifier, meta_data,"
            + " payload, payload_revision, payload_type, time_stamp";

    private CommandsBesideInserts() {}

    /** @param commands per second, by round @param inserts per second, by round */
    record Result(List<Double> commands, List<Double> inserts) {
        double medianRatio() {
            return Figures.median(IntStream.range(0, commands.size())
                    .mapToObj(round -> commands.get(round) / inserts.get(round))
                    .toList());
        }
    }

    static Result run(Path folder) throws Exception {
        try (PartsOfTheServer parts = new PartsOfTheServer(folder, CommandSideOnly.class)) {
            PostgresServer server = parts.server();
            twin(parts);
            CommandGateway gateway = parts.bean(CommandGateway.class);
            List<Double> commands = new ArrayList<>();
            List<Double> inserts = new ArrayList<>();
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                long before = newest(server);
                double perSecond = create(gateway);
                double rows = insert(server, rowsAfter(server, before));
                if (round >= 0) {
                    commands.add(perSecond);
                    inserts.add(rows);
                }
            }
            return new Result(commands, inserts);
        }
    }

    private static double create(CommandGateway gateway) throws Exception {
        return perSecond(caller -> () -> {
            for (int number = 0; number < PER_ROUND / CALLERS; number++) {
                gateway.sendAndWait(
                        new GenericCommandMessage<>(capture(), MessageMetaData.user("trace", AUTHOR, "benchmark/1")));
            }
            return null;
        });
    }

    private static CaptureChange capture() {
        return new CaptureChange(
                new DraftId(UUID.randomUUID()),
                new CaptureId(UUID.randomUUID()),
                REPOSITORY,
                AUTHOR,
                new LaneId(REPOSITORY.value()),
                "89e6c98d92887913cadf06b2adb97f26cde4849b",
                "89e6c98d92887913cadf06b2adb97f26cde4849b",
                CaptureMode.WORK_TREE,
                new ChangeSummary(9, 249, 42),
                new GitAuthor("Author", "author@example.com"),
                "main",
                0,
                null,
                "benchmark/1",
                Instant.now());
    }

    private record Row(
            String aggregate,
            long sequence,
            String type,
            String event,
            byte[] metaData,
            byte[] payload,
            String revision,
            String payloadType,
            String time) {}

    private static double insert(PostgresServer server, List<Row> rows) throws Exception {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int caller = 0; caller < CALLERS; caller++) {
                connections.add(DriverManager.getConnection(
                        server.jdbcUrl(), server.app().user(), server.app().password()));
            }
            AtomicInteger next = new AtomicInteger();
            return perSecond(caller -> () -> {
                try (PreparedStatement insert = connections
                        .get(caller)
                        .prepareStatement(
                                "INSERT INTO bench.domain_event (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?)")) {
                    for (int row = next.getAndIncrement(); row < rows.size(); row = next.getAndIncrement()) {
                        bind(insert, rows.get(row));
                        insert.executeUpdate();
                    }
                }
                return null;
            });
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static void bind(PreparedStatement insert, Row row) throws SQLException {
        insert.setString(1, row.aggregate);
        insert.setLong(2, row.sequence);
        insert.setString(3, row.type);
        insert.setString(4, row.event);
        insert.setBytes(5, row.metaData);
        insert.setBytes(6, row.payload);
        insert.setString(7, row.revision);
        insert.setString(8, row.payloadType);
        insert.setString(9, row.time);
    }

    private interface Caller {
        Callable<Void> task(int number);
    }

    /** Each caller does its share at the same time; the rate is that of {@link #PER_ROUND} in all. */
    private static double perSecond(Caller caller) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Callable<Void>> tasks =
                    IntStream.range(0, CALLERS).mapToObj(caller::task).toList();
            long began = System.nanoTime();
            for (Future<Void> done : callers.invokeAll(tasks)) {
                done.get();
            }
            return PER_ROUND / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static void twin(PartsOfTheServer parts) throws SQLException {
        parts.asOwner("CREATE SCHEMA bench;"
                + "CREATE TABLE bench.domain_event (LIKE events.domain_event INCLUDING ALL);"
                + "CREATE SEQUENCE bench.global_index;"
                + "ALTER TABLE bench.domain_event ALTER global_index SET DEFAULT nextval('bench.global_index');"
                + "GRANT USAGE ON SCHEMA bench TO ${app};"
                + "GRANT INSERT ON bench.domain_event TO ${app};"
                + "GRANT USAGE ON SEQUENCE bench.global_index TO ${app}");
    }

    private static long newest(PostgresServer server) throws SQLException {
        try (Connection app = DriverManager.getConnection(
                        server.jdbcUrl(), server.app().user(), server.app().password());
                ResultSet row = app.createStatement()
                        .executeQuery("SELECT coalesce(max(global_index), 0) FROM events.domain_event")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<Row> rowsAfter(PostgresServer server, long index) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Connection app = DriverManager.getConnection(
                        server.jdbcUrl(), server.app().user(), server.app().password());
                PreparedStatement query = app.prepareStatement(
                        "SELECT " + COLUMNS + " FROM events.domain_event WHERE global_index > ?")) {
            query.setLong(1, index);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(
                            row.getString(1),
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            row.getBytes(5),
                            row.getBytes(6),
                            row.getString(7),
                            row.getString(8),
                            row.getString(9)));
                }
            }
        }
        return rows;
    }

    /** No component: the whole server, which another scenario starts, scans this package too. */
    @EnableAutoConfiguration
    @ComponentScan({
        "io.comfortcommit.axonsupport",
        "io.comfortcommit.commandside",
        "io.comfortcommit.standalone.database"
    })
    static class CommandSideOnly {}
}
