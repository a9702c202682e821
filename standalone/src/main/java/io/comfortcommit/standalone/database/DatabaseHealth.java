package io.comfortcommit.standalone.database;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Up while the database answers. */
final class DatabaseHealth extends AbstractHealthIndicator {
    private final JdbcClient jdbc;

    DatabaseHealth(JdbcClient jdbc) {
        super("the database does not answer");
        this.jdbc = jdbc;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        jdbc.sql("SELECT 1").query(Integer.class).single();
        health.up();
    }
}
