package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.ErasedPeople;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Notices that wait for their time. When it has come, each one's task tries to take all of the user's; the first gets them
 * and tells of them, and the others find that they are taken. Whoever took them and died is forgotten after a while.
 */
final class PostponedNotices {
    /** Longer than one message takes. */
    private static final Duration TAKEN_FOR = Duration.ofMinutes(2);

    private static final Duration KEPT = Duration.ofDays(60);

    private final JdbcClient jdbc;
    private final ErasedPeople erased;

    PostponedNotices(JdbcClient jdbc, ErasedPeople erased) {
        this.jdbc = jdbc;
        this.erased = erased;
    }

    enum State {
        WAITING,
        TOLD
    }

    /** Of somebody who was erased nothing is written. */
    void add(DraftId draft, boolean reminder, UserId user, Instant due) {
        jdbc.sql("DELETE FROM sagas.postponed_notice WHERE user_id = ? AND due_at < ?")
                .params(user.value(), due.minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
        var _ = erased.ifKept(
                user,
                () -> jdbc.sql("INSERT INTO sagas.postponed_notice (draft_id, reminder, user_id, due_at)"
                                + " VALUES (:draft, :reminder, :user, :due)"
                                + " ON CONFLICT (draft_id, reminder) DO UPDATE SET due_at = :due")
                        .param("draft", draft.value())
                        .param("reminder", reminder)
                        .param("user", user.value())
                        .param("due", due.atOffset(ZoneOffset.UTC))
                        .update());
    }

    /** Empty for one that was never postponed. */
    Optional<State> stateOf(DraftId draft, boolean reminder) {
        return jdbc.sql("SELECT told_at IS NOT NULL FROM sagas.postponed_notice WHERE draft_id = ? AND reminder = ?")
                .params(draft.value(), reminder)
                .query(Boolean.class)
                .optional()
                .map(told -> told ? State.TOLD : State.WAITING);
    }

    /** The drafts whose notices were taken, its own among them; empty if another has taken that. */
    List<DraftId> take(DraftId draft, boolean reminder, UserId user, Instant now) {
        // Locked in one order, so that two who take at once don't wait for one another.
        List<DraftId> taken = jdbc
                .sql("""
                        WITH mine AS (
                            SELECT draft_id, reminder FROM sagas.postponed_notice
                            WHERE user_id = :user AND reminder = :reminder AND told_at IS NULL AND due_at <= :now
                              AND (taken_by IS NULL OR taken_by = :draft OR taken_at < :forgotten)
                            ORDER BY draft_id FOR UPDATE)
                        UPDATE sagas.postponed_notice p SET taken_by = :draft, taken_at = :now
                        FROM mine WHERE p.draft_id = mine.draft_id AND p.reminder = mine.reminder
                        RETURNING p.draft_id
                        """)
                .param("user", user.value())
                .param("reminder", reminder)
                .param("draft", draft.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("forgotten", now.minus(TAKEN_FOR).atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .list()
                .stream()
                .map(DraftId::new)
                .sorted((one, other) -> one.value().compareTo(other.value()))
                .toList();
        if (taken.contains(draft)) {
            return taken;
        }
        release(draft, reminder);
        return List.of();
    }

    /** Lets the others tell of themselves, but for its own. */
    void release(DraftId draft, boolean reminder) {
        jdbc.sql(
                        "UPDATE sagas.postponed_notice SET taken_by = NULL, taken_at = NULL"
                                + " WHERE taken_by = :draft AND reminder = :reminder AND draft_id <> :draft AND told_at IS NULL")
                .param("draft", draft.value())
                .param("reminder", reminder)
                .update();
    }

    /** What it had taken is told. */
    void told(DraftId draft, boolean reminder, Instant now) {
        jdbc.sql("UPDATE sagas.postponed_notice SET told_at = :now"
                        + " WHERE taken_by = :draft AND reminder = :reminder AND told_at IS NULL")
                .param("draft", draft.value())
                .param("reminder", reminder)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
