package io.comfortcommit.queryside.projection;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;

/**
 * A projection could not write. Says which kind of failure, by SQLSTATE, and nothing of the driver's own text: PostgreSQL
 * quotes the whole row there, and this goes into logs and dead letters.
 */
public final class FailedWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private FailedWriteException(String message) {
        super(message);
    }

    static FailedWriteException of(DataAccessException failure) {
        return new FailedWriteException(kind(failure));
    }

    /** Which kind of failure it is, for logs and for those who ask; nothing of what it says itself. */
    public static String kind(RuntimeException failure) {
        String kind = failure.getClass().getSimpleName();
        return failure instanceof DataAccessException write && write.getMostSpecificCause() instanceof SQLException sql
                ? kind + ", SQLSTATE " + sql.getSQLState()
                : kind;
    }
}
