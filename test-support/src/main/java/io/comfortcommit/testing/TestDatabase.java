package io.comfortcommit.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A fresh database on a PostgreSQL that the tests of one JVM share. Migrated by an owner and used by a restricted role,
 * as in production, so that a missing grant fails a test.
 */
public final class TestDatabase implements AutoCloseable {
    private static final Map<Path, EmbeddedPostgres> VECTORS = new ConcurrentHashMap<>();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final HikariDataSource pool;
    private final String name;
    private final int port;

    private TestDatabase(HikariDataSource pool, String name, int port) {
        this.pool = pool;
        this.name = name;
        this.port = port;
    }

    /** @param schemas each migrated from {@code classpath:db/<schema>} */
    public static TestDatabase migrated(String... schemas) {
        return migrated(Server.RUNNING, schemas);
    }

    /**
     * On a PostgreSQL that has pgvector.
     *
     * @param binaries as {@code .ci/pgvector} makes them
     */
    public static TestDatabase migratedWithVectors(Path binaries, String... schemas) {
        return migrated(VECTORS.computeIfAbsent(binaries, Server::start), schemas);
    }

    private static TestDatabase migrated(EmbeddedPostgres server, String... schemas) {
        String name = "test_" + COUNT.incrementAndGet();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("can't create " + name, e);
        }
        DataSource owner = server.getDatabase("postgres", name);
        for (String schema : schemas) {
            Flyway.configure()
                    .dataSource(owner)
                    .schemas(schema)
                    .locations("classpath:db/" + schema)
                    .placeholders(Map.of("app_role", "comfort_app", "reader_role", "comfort_reader"))
                    .load()
                    .migrate();
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("comfort_app", name));
        config.setMaximumPoolSize(24);
        config.setMinimumIdle(0);
        config.addDataSourceProperty("options", "-c comfort.projecting=on");
        return new TestDatabase(new HikariDataSource(config), name, server.getPort());
    }

    public DataSource dataSource() {
        return pool;
    }

    public String name() {
        return name;
    }

    /** TCP port on loopback; users {@code comfort_app} and {@code comfort_reader} need no password. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start(EmbeddedPostgres.builder());

        static EmbeddedPostgres start(Path binaries) {
            return start(EmbeddedPostgres.builder().setPgBinaryResolver((_, _) -> Files.newInputStream(binaries)));
        }

        private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
            try {
                EmbeddedPostgres server =
                        builder.setServerConfig("max_connections", "200").start();
                try (var connection = server.getPostgresDatabase().getConnection();
                        var statement = connection.createStatement()) {
                    for (String role : List.of("comfort_app", "comfort_reader")) {
                        statement.execute("CREATE ROLE " + role + " LOGIN NOSUPERUSER NOBYPASSRLS");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException("can't create the roles of the application", e);
                }
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
