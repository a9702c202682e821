package io.comfortcommit.benchmarks;

import io.comfortcommit.standalone.database.StartingDatabase;
import io.comfortcommit.standalone.postgres.PostgresServer;
import io.comfortcommit.standalone.postgres.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.graphql.autoconfigure.GraphQlAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Some parts of the server on a PostgreSQL of their own, with fsync on. */
final class PartsOfTheServer implements AutoCloseable {
    private final StartingDatabase database;
    private final ConfigurableApplicationContext context;

    PartsOfTheServer(Path folder, Class<?> wiring) throws IOException {
        this(folder, wiring, Map.of());
    }

    /** @param more settings */
    PartsOfTheServer(Path folder, Class<?> wiring, Map<String, String> more) throws IOException {
        Roles roles = Roles.withPasswords("super", "owner", "app", "reader");
        Files.createDirectories(folder.resolve("logs"));
        database = StartingDatabase.by(
                () -> PostgresServer.start(folder.resolve("postgres"), folder.resolve("logs"), roles));
        SpringApplication application = new SpringApplication(wiring);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(fresh -> fresh.getBeanFactory().registerSingleton("startingDatabase", database));
        Map<String, Object> settings = new HashMap<>(Map.of(
                "axon.axonserver.enabled", "false",
                "spring.autoconfigure.exclude", GraphQlAutoConfiguration.class.getName(),
                "comfort.axon.node", "benchmark",
                "comfort.axon.master-key", Base64.getEncoder().encodeToString(new byte[32]),
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn"));
        settings.putAll(more);
        application.setDefaultProperties(settings);
        context = application.run();
    }

    PostgresServer server() {
        return database.server();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A bean that works in the background. */
    SmartLifecycle worker(String name) {
        return context.getBean(name, SmartLifecycle.class);
    }

    /** As the application does: the owner of the tables is under row-level security too, and no projection. */
    void write(String sql) {
        bean(JdbcClient.class).sql(sql).update();
    }

    /** @param sql what only the owner of the tables may do */
    void asOwner(String sql) throws SQLException {
        PostgresServer server = database.server();
        try (Connection owner = DriverManager.getConnection(
                        server.jdbcUrl(), server.owner().user(), server.owner().password());
                Statement statement = owner.createStatement()) {
            statement.execute(sql.replace("${app}", server.app().user()));
        }
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
