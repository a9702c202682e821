package io.comfortcommit.queryside.visibility;

import io.comfortcommit.messages.UserId;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.function.Function;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.RowsFetchSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;

/**
 * Reads for somebody: PostgreSQL leaves out the rows that they may not see, whatever the query says. What is not read
 * through here sees no row at all.
 */
@Component
public class RowSecurity {
    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    RowSecurity(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
        DefaultTransactionDefinition readOnly = new DefaultTransactionDefinition();
        readOnly.setReadOnly(true);
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections), readOnly);
    }

    /** @param query one that ends by itself: its rows are kept in memory */
    public <T> Mono<List<T>> readAs(UserId caller, Function<DatabaseClient, RowsFetchSpec<T>> query) {
        return read(caller, false, query);
    }

    /** Reads for an auditor, who sees the entries of everybody in the audit log, and of the rest no more than others. */
    public <T> Mono<List<T>> auditAs(UserId caller, Function<DatabaseClient, RowsFetchSpec<T>> query) {
        return read(caller, true, query);
    }

    private <T> Mono<List<T>> read(UserId caller, boolean auditing, Function<DatabaseClient, RowsFetchSpec<T>> query) {
        // For this transaction only, as the connection is somebody else's next.
        return database.sql("SELECT set_config('comfort.caller', :caller, true),"
                        + " set_config('comfort.auditing', :auditing, true)")
                .bind("caller", caller.toString())
                .bind("auditing", auditing ? "on" : "off")
                .fetch()
                .rowsUpdated()
                .then(Mono.defer(() -> query.apply(database).all().collectList()))
                .as(transaction::transactional);
    }
}
