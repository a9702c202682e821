package io.comfortcommit.standalone.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.comfortcommit.standalone.postgres.PostgresServer;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Connections of the restricted application role, and of the one that answers requests. Sized for two cores and a server
 * of 50 connections: more at once than these would only queue inside PostgreSQL. Few stay open when nobody works, as each is
 * a process with memory of its own.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    private static final int WRITING = 16;
    private static final int KEYS = 4;
    private static final int READING = 8;

    @Bean
    @Primary
    HikariDataSource dataSource(StartingDatabase database) {
        HikariConfig config = config("comfort", WRITING, database.server());
        // Row-level security lets projections see what they write.
        config.addDataSourceProperty("options", "-c comfort.projecting=on");
        return new HikariDataSource(config);
    }

    /** Never part of a transaction of the caller's: a person's key outlives the rollback of what first needed it. */
    @Bean
    HikariDataSource vaultDataSource(StartingDatabase database) {
        return new HikariDataSource(config("comfort-vault", KEYS, database.server()));
    }

    /** Axon takes a manager that does nothing unless this bean exists. */
    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return new JdbcTemplate(dataSource);
    }

    @Bean
    JdbcClient jdbcClient(JdbcTemplate jdbcTemplate) {
        return JdbcClient.create(jdbcTemplate);
    }

    @Bean(destroyMethod = "dispose")
    ConnectionPool connectionFactory(StartingDatabase database) {
        PostgresServer server = database.server();
        return new ConnectionPool(ConnectionPoolConfiguration.builder(
                        new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                                .host("127.0.0.1")
                                .port(server.port())
                                .database(server.database())
                                .username(server.reader().user())
                                .password(server.reader().password())
                                .applicationName("comfort-read")
                                .build()))
                .name("comfort-read")
                .initialSize(0)
                .maxSize(READING)
                .maxIdleTime(Duration.ofMinutes(1))
                .maxAcquireTime(Duration.ofSeconds(10))
                .build());
    }

    @Bean
    DatabaseHealth databaseHealth(JdbcClient jdbc) {
        return new DatabaseHealth(jdbc);
    }

    private static HikariConfig config(String name, int size, PostgresServer server) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.app().user());
        config.setPassword(server.app().password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setConnectionTimeout(Duration.ofSeconds(20).toMillis());
        config.addDataSourceProperty("ApplicationName", name);
        config.addDataSourceProperty("assumeMinServerVersion", "16");
        // What PostgreSQL says in detail may quote a row.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return config;
    }
}
