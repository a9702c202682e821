package io.comfortcommit.standalone.database;

import io.comfortcommit.standalone.postgres.PostgresServer;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Each side's schema, migrated by the owner role from the side's own scripts, with a history table of its own. */
final class Migrations {
    static final List<String> SCHEMAS = List.of("vault", "events", "sagas", "query", "repositories", "gateway");

    private Migrations() {}

    static void bringUpToDate(PostgresServer server) {
        for (String schema : SCHEMAS) {
            Flyway.configure()
                    .dataSource(
                            server.jdbcUrl(),
                            server.owner().user(),
                            server.owner().password())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/" + schema)
                    .failOnMissingLocations(true)
                    .placeholders(Map.of(
                            "app_role", server.app().user(),
                            "reader_role", server.reader().user()))
                    .loggers("slf4j")
                    .load()
                    .migrate();
        }
    }
}
