package io.comfortcommit.queryside.projection;

import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the token's transaction usable when a projection's statement fails: PostgreSQL refuses everything after a failed
 * statement, the dead letter of the very event included, unless it can go back to a savepoint. A dead letter that fails
 * again needs it too: Axon records the failure in the transaction in which it tried.
 */
public final class Savepoint {
    private final TransactionTemplate nested;

    Savepoint(PlatformTransactionManager transactions) {
        nested = new TransactionTemplate(transactions);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Runs the work; when it throws, what it wrote is undone and the transaction around it goes on.
     *
     * @throws FailedWriteException in place of Spring's exceptions, which quote personal data
     */
    public <T> T around(Supplier<T> work) {
        try {
            return nested.execute(_ -> work.get());
        } catch (DataAccessException e) {
            throw FailedWriteException.of(e);
        }
    }
}
