package io.comfortcommit.repositories.publishing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One publish at a time on a branch of a remote, whoever of its authors it is for: they would only move it under each other.
 * In this process by a lock, among processes by an advisory lock of PostgreSQL, which ends with its connection. Only who has
 * the process's turn takes a connection, everything that publishing writes goes through it, and only some have one at a time:
 * slow remotes must leave the pool to others. Nor may a branch that many publish on keep the threads of other branches: a few
 * stand in line, so that the next follows at once, the others are sent away.
 */
final class BranchTurns {
    private static final String QUERY_CANCELED = "57014";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Under half of the connections of a pool of the usual size. */
    private static final int AT_ONCE = 6;
    /** Who has the turn on a branch and who waits for it: a quarter of the threads that activities have. */
    static final int IN_LINE = 4;

    private final DataSource dataSource;
    private final Duration patience;
    private final Semaphore connections = new Semaphore(AT_ONCE, true);
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    BranchTurns(DataSource dataSource, Duration patience) {
        this.dataSource = dataSource;
        this.patience = patience;
    }

    /**
     * Empty if others did not finish in time, or enough wait for them already.
     *
     * @param remote in the one spelling that all have who track it
     */
    <T> Optional<T> take(String remote, String branch, Function<PublishingRecords, T> work)
            throws InterruptedException {
        String key = remote + " " + branch;
        Turn turn = turns.compute(key, (k, there) -> Turn.joined(there));
        try {
            if (!turn.line.tryAcquire()) {
                return Optional.empty();
            }
            try {
                return takeInProcess(turn, key, work);
            } finally {
                turn.line.release();
            }
        } finally {
            turns.compute(key, (k, there) -> Turn.left(there));
        }
    }

    private <T> Optional<T> takeInProcess(Turn turn, String key, Function<PublishingRecords, T> work)
            throws InterruptedException {
        if (!turn.lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        try {
            if (!connections.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                return takeAmongProcesses(key, work);
            } finally {
                connections.release();
            }
        } finally {
            turn.lock.unlock();
        }
    }

    private <T> Optional<T> takeAmongProcesses(String key, Function<PublishingRecords, T> work) {
        try (Connection connection = dataSource.getConnection()) {
            // Each write must be durable when it returns, whatever the pool's habit.
            connection.setAutoCommit(true);
            if (!lock(connection, key)) {
                // The end of patience and the grant may have met.
                unlock(connection, key);
                return Optional.empty();
            }
            try {
                return Optional.of(work.apply(new PublishingRecords(new SingleConnectionDataSource(connection, true))));
            } finally {
                unlock(connection, key);
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't take a turn on a branch", e);
        }
    }

    private boolean lock(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_advisory_lock(hashtextextended(?, 0))")) {
            statement.setString(1, key);
            statement.setQueryTimeout(Math.toIntExact(Math.max(1, patience.toSeconds())));
            statement.execute();
            return true;
        } catch (SQLException e) {
            if (QUERY_CANCELED.equals(e.getSQLState()) || LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** A connection that can't be unlocked must not go back to the pool. */
    private static void unlock(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_advisory_unlock(hashtextextended(?, 0))")) {
            statement.setString(1, key);
            statement.execute();
        } catch (SQLException e) {
            connection.abort(Runnable::run);
        }
    }

    /** Kept for as long as somebody has it or waits for it. */
    private static final class Turn {
        final ReentrantLock lock = new ReentrantLock(true);
        final Semaphore line = new Semaphore(IN_LINE);
        private int takers;

        static Turn joined(@Nullable Turn there) {
            Turn turn = there == null ? new Turn() : there;
            turn.takers++;
            return turn;
        }

        static @Nullable Turn left(@Nullable Turn there) {
            if (there == null || --there.takers == 0) {
                return null;
            }
            return there;
        }
    }
}
