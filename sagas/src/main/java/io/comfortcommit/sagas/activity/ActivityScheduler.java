package io.comfortcommit.sagas.activity;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts the scheduler when everything it needs is up, and stops it first. */
final class ActivityScheduler implements SmartLifecycle {
    private final Scheduler scheduler;
    private final JdbcClient jdbc;
    private final String node;
    private volatile boolean running;

    ActivityScheduler(Scheduler scheduler, JdbcClient jdbc, String node) {
        this.scheduler = scheduler;
        this.jdbc = jdbc;
        this.node = node;
    }

    @Override
    public void start() {
        // What this node had picked when it was killed can be done at once, without waiting for missed heartbeats.
        jdbc.sql("UPDATE sagas.scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL,"
                        + " version = version + 1 WHERE picked AND picked_by = ?")
                .param(node)
                .update();
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        scheduler.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 1_000_000;
    }
}
