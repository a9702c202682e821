package io.comfortcommit.standalone.database;

import io.comfortcommit.axonsupport.privacy.ErasureScript;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.standalone.postgres.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each side's schema, migrated by the owner role from the side's own scripts, with a history table of its own. */
public final class Migrations {
    public static final List<String> SCHEMAS = List.of("vault", "events", "sagas", "query", "repositories", "gateway");

    private Migrations() {}

    public static void bringUpToDate(PostgresServer server) {
        for (String schema : SCHEMAS) {
            migration(server, schema).load().migrate();
        }
    }

    /**
     * Makes schemas as they once were. What scripts do after each migration is left to the one that brings them up to date.
     *
     * @param versions where they end; those that are not named are not made
     * @return false if there is one that is not known here; then none was made
     */
    public static boolean bringUpTo(PostgresServer server, Map<String, String> versions) {
        if (!SCHEMAS.containsAll(versions.keySet())
                || !versions.entrySet().stream()
                        .allMatch(schema -> knows(server, schema.getKey(), schema.getValue()))) {
            return false;
        }
        for (String schema : SCHEMAS) {
            String version = versions.get(schema);
            if (version != null) {
                migration(server, schema)
                        .target(version)
                        .skipDefaultCallbacks(true)
                        .load()
                        .migrate();
            }
        }
        return true;
    }

    private static boolean knows(PostgresServer server, String schema, String version) {
        return Arrays.stream(migration(server, schema).load().info().all())
                .map(MigrationInfo::getVersion)
                .anyMatch(there -> there != null && there.getVersion().equals(version));
    }

    private static FluentConfiguration migration(PostgresServer server, String schema) {
        return Flyway.configure()
                .dataSource(
                        server.jdbcUrl(), server.owner().user(), server.owner().password())
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/" + schema)
                .failOnMissingLocations(true)
                .placeholders(Map.of(
                        "app_role", server.app().user(),
                        "reader_role", server.reader().user()))
                .loggers("slf4j");
    }

    /** Erases what each side's tables hold of a person. */
    public static void erase(JdbcClient jdbc, UserId person) {
        SCHEMAS.stream().filter(ErasureScript::isFor).forEach(schema -> ErasureScript.run(jdbc, schema, person));
    }

    /** What a side wants done once its tables were restored: {@code afterRestore.sql} beside its migrations. */
    public static void afterRestore(PostgresServer server) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(), server.owner().user(), server.owner().password());
                Statement statement = connection.createStatement()) {
            for (String schema : SCHEMAS) {
                try (InputStream script = Migrations.class.getResourceAsStream("/db/" + schema + "/afterRestore.sql")) {
                    if (script != null) {
                        statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }
}
