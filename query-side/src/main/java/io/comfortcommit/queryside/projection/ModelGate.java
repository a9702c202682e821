package io.comfortcommit.queryside.projection;

import javax.sql.DataSource;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a projection's writing and the exchange of all its rows apart, in whichever processes they happen. Those who write
 * don't wait for one another; they wait while the rows are exchanged, and what they read after that is what came of it.
 */
@Component
public final class ModelGate {
    private static final String KEY = "hashtextextended('comfort.projection.' || :projection, 0)";

    private final JdbcClient jdbc;

    ModelGate(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** To be called before an event's first statement, outside of any savepoint: the lock has to outlive it. */
    public void enter(String projection) {
        var _ = CurrentUnitOfWork.get().root().getOrComputeResource(ModelGate.class.getName() + projection, _ -> {
            lock("pg_advisory_xact_lock_shared", projection);
            return true;
        });
    }

    /** Waits until nobody writes and keeps everybody from it until the transaction of this thread ends. */
    public void close(String projection) {
        lock("pg_advisory_xact_lock", projection);
    }

    private void lock(String function, String projection) {
        jdbc.sql("SELECT 1 FROM (SELECT " + function + "(" + KEY + ")) AS locked")
                .param("projection", projection)
                .query(Integer.class)
                .single();
    }
}
