package io.comfortcommit.standalone.postgres;

import io.comfortcommit.standalone.data.PrivateFiles;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own, started for this process and stopped with it: durable settings asserted, loopback only, every
 * connection by password. If the server dies while we live (out of memory, a stray signal), it is started again on the
 * same port, so that callers only see failed connections for a moment.
 */
public final class PostgresServer implements AutoCloseable {
    /** Recovery after a power cut replays up to max_wal_size; slow disks take their time. */
    private static final int START_SECONDS = 120;

    private static final int PORT_TRIES = 5;
    private static final int REVIVALS = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** After that a death is not of the same illness. */
    private static final Duration STABLE = Duration.ofHours(1);

    private static final String DATABASE = "comfort";
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");
    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    private final Cluster cluster;
    private final Path serverLog;
    private final Roles roles;
    private final Object life = new Object();
    private int port;
    private @Nullable ServerProcess process;
    /** How much of the log is older than this launch. */
    private int said;

    private int revivals;
    private long launched;
    private boolean closed;

    private PostgresServer(Cluster cluster, Path serverLog, Roles roles) {
        this.cluster = cluster;
        this.serverLog = serverLog;
        this.roles = roles;
    }

    /**
     * Starts the server, making the cluster, the roles and the database where they are missing.
     *
     * @param folder for binaries and cluster; the caller holds the data folder's lock
     * @param logs folder for what the server prints
     * @throws CannotStartException when a person must do something about it
     */
    public static PostgresServer start(Path folder, Path logs, Roles roles) {
        return start(folder, logs, roles, Unprivileged.here());
    }

    static PostgresServer start(Path folder, Path logs, Roles roles, Unprivileged unprivileged) {
        // initdb looks for its companions through a shell, in double quotes that it doesn't escape.
        if (folder.toString().matches("(?s).*[$`\"\\\\\n].*")) {
            throw new CannotStartException(Refusal.DATA_FOLDER_NAME, folder);
        }
        try {
            PrivateFiles.folder(folder);
            Binaries binaries = Binaries.unpackedUnder(folder.resolve("bin"));
            unprivileged.own(folder);
            unprivileged.reach(folder);
            Cluster cluster = Cluster.in(folder, binaries, unprivileged, roles.superuser());
            PostgresServer server = new PostgresServer(cluster, logs.resolve("postgres.log"), roles);
            server.shortenLog();
            server.startFirst();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded database can't be prepared", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the database started", e);
        }
    }

    /** TCP, on 127.0.0.1. */
    public int port() {
        return port;
    }

    public String database() {
        return DATABASE;
    }

    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    public Credentials owner() {
        return roles.owner();
    }

    public Credentials app() {
        return roles.app();
    }

    public Credentials reader() {
        return roles.reader();
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void startFirst() throws IOException, InterruptedException {
        boolean ready = false;
        try {
            new ClusterProcesses(cluster.folder()).stopLeftovers();
            for (int tries = 1; ; tries++) {
                port = freePort();
                if (launch()) {
                    break;
                }
                // Between our asking for a free port and the server's taking it, another program may take it.
                if (tries == PORT_TRIES || !lastWords().contains("could not create any TCP/IP sockets")) {
                    throw new CannotStartException(Refusal.POSTGRES_DID_NOT_START, lastWords());
                }
            }
            assertDurable();
            layFoundations();
            ready = true;
        } catch (SQLException e) {
            throw new CannotStartException(e, Refusal.POSTGRES_DID_NOT_START, String.valueOf(e.getMessage()));
        } finally {
            if (!ready) {
                close();
            }
        }
        reviveWhenItDies();
    }

    /** @return whether the server answers; false when it ended instead */
    private boolean launch() throws IOException, InterruptedException {
        launched = System.nanoTime();
        said = whatItSays().length();
        ServerProcess started = ServerProcess.start(cluster.command(port), cluster.folder(), serverLog);
        process = started;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (started.isAlive()) {
            if (saysReady()) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                throw new CannotStartException(Refusal.POSTGRES_DID_NOT_START, lastWords());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return false;
    }

    /** The last line of postmaster.pid says so, and is older than the server's first accepted connection. */
    private boolean saysReady() throws IOException {
        Path pidFile = cluster.folder().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return false;
        }
        List<String> lines =
                Files.readString(pidFile, StandardCharsets.ISO_8859_1).lines().toList();
        return lines.size() >= 8 && lines.get(7).strip().equals("ready");
    }

    private void assertDurable() throws SQLException {
        try (Connection connection = connect("postgres", roles.superuser());
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : DURABLE.entrySet()) {
                String value = one(statement, "SHOW " + setting.getKey());
                if (!value.equals(setting.getValue())) {
                    throw new CannotStartException(Refusal.POSTGRES_NOT_DURABLE, setting.getKey(), value);
                }
            }
        }
    }

    /** Idempotent, so that a first start that was killed half-way is finished by the next. */
    private void layFoundations() throws SQLException {
        try (Connection connection = connect("postgres", roles.superuser());
                Statement statement = connection.createStatement()) {
            PGConnection passwords = connection.unwrap(PGConnection.class);
            for (Credentials role : List.of(roles.owner(), roles.app(), roles.reader())) {
                if (one(statement, "SELECT count(*) FROM pg_roles WHERE rolname = '" + role.user() + "'")
                        .equals("0")) {
                    statement.execute("CREATE ROLE " + role.user());
                }
                statement.execute("ALTER ROLE " + role.user()
                        + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS");
                // Hashed here: the statement that arrives holds no password.
                passwords.alterUserPassword(role.user(), role.password().toCharArray(), "scram-sha-256");
            }
            for (String role : List.of(Roles.APP, Roles.READER)) {
                statement.execute("ALTER ROLE " + role + " SET statement_timeout = '60s'");
                statement.execute("ALTER ROLE " + role + " SET lock_timeout = '30s'");
            }
            if (one(statement, "SELECT count(*) FROM pg_database WHERE datname = '" + DATABASE + "'")
                    .equals("0")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + Roles.OWNER);
            }
            statement.execute("REVOKE ALL ON DATABASE " + DATABASE + ", postgres, template1 FROM PUBLIC");
            statement.execute("GRANT CONNECT ON DATABASE " + DATABASE + " TO " + Roles.APP + ", " + Roles.READER);
        }
        try (Connection connection = connect(DATABASE, roles.superuser());
                Statement statement = connection.createStatement()) {
            statement.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
            // Tells nobody anything of a row, and searches under row-level security may use an index only if this is
            // said.
            statement.execute("ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF");
        }
    }

    private Connection connect(String database, Credentials credentials) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(database));
        source.setUser(credentials.user());
        source.setPassword(credentials.password());
        return source.getConnection();
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private void reviveWhenItDies() {
        ServerProcess watched = process;
        if (watched != null) {
            watched.ended().thenAcceptAsync(ended -> Thread.ofVirtual().start(this::revive));
        }
    }

    private void revive() {
        synchronized (life) {
            if (closed) {
                return;
            }
            if (System.nanoTime() - launched > STABLE.toNanos()) {
                revivals = 0;
            }
            if (++revivals > REVIVALS) {
                log.error("The database has ended {} times; it stays down until the next start.", revivals);
                return;
            }
            log.error("The database ended unexpectedly; it is started again.");
            try {
                long until = System.nanoTime() + pause().toNanos();
                for (long left = 0; !closed && (left = until - System.nanoTime()) > 0; ) {
                    life.wait(Duration.ofNanos(left).toMillis() + 1);
                }
                if (closed) {
                    return;
                }
                new ClusterProcesses(cluster.folder()).stopLeftovers();
                if (launch()) {
                    log.warn("The database is back.");
                } else {
                    log.error("The database did not come back: {}", lastWords());
                }
            } catch (IOException | RuntimeException e) {
                log.error("The database did not come back.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        reviveWhenItDies();
    }

    /** None the first time, then twice as long each time. */
    private Duration pause() {
        return revivals == 1 ? Duration.ZERO : PAUSE.multipliedBy(1L << (revivals - 2));
    }

    /** Stops the server by a fast shutdown and waits for it. Doing it again does nothing. */
    @Override
    public void close() {
        synchronized (life) {
            if (closed) {
                return;
            }
            closed = true;
            life.notifyAll();
            ServerProcess running = process;
            if (running == null) {
                return;
            }
            try {
                running.stop();
            } catch (IOException e) {
                throw new UncheckedIOException("the database could not be stopped", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void shortenLog() throws IOException {
        if (!Files.exists(serverLog)) {
            PrivateFiles.write(serverLog, "");
        } else if (Files.size(serverLog) > 4_000_000) {
            Files.move(serverLog, serverLog.resolveSibling("postgres.old.log"), StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.write(serverLog, "");
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = whatItSays()
                .substring(said)
                .lines()
                .filter(line -> line.contains("FATAL") || line.contains("ERROR") || line.contains("could not"))
                .toList();
        if (lines.isEmpty()) {
            return "-";
        }
        return String.join(" ", lines.subList(Math.max(0, lines.size() - 2), lines.size()));
    }

    private String whatItSays() throws IOException {
        return new String(Files.readAllBytes(serverLog), StandardCharsets.UTF_8);
    }
}
