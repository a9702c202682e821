package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.ErasedPeople;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who was told of what. */
final class SentNotices {
    /** Longer than any draft waits. */
    private static final Duration KEPT = Duration.ofDays(60);

    private final JdbcClient jdbc;
    private final ErasedPeople erased;

    SentNotices(JdbcClient jdbc, ErasedPeople erased) {
        this.jdbc = jdbc;
        this.erased = erased;
    }

    /** A message that can still be changed. */
    record Sent(String channel, String reference) {}

    /** By which channel it was told; null if it was not. */
    @Nullable
    String channelOf(DraftId draft, boolean reminder) {
        return jdbc.sql("SELECT channel FROM sagas.sent_notice WHERE draft_id = ? AND reminder = ?")
                .params(draft.value(), reminder)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** Of somebody who was erased nothing is written. */
    void add(DraftId draft, boolean reminder, String channel, UserId user, @Nullable String reference, Instant at) {
        jdbc.sql("DELETE FROM sagas.sent_notice WHERE user_id = ? AND sent_at < ?")
                .params(user.value(), at.minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
        var _ = erased.ifKept(
                user,
                () -> jdbc.sql(
                                "INSERT INTO sagas.sent_notice (draft_id, reminder, channel, user_id, reference, sent_at)"
                                        + " VALUES (:draft, :reminder, :channel, :user, :reference, :at) ON CONFLICT DO NOTHING")
                        .param("draft", draft.value())
                        .param("reminder", reminder)
                        .param("channel", channel)
                        .param("user", user.value())
                        .param("reference", reference)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update());
    }

    List<Instant> since(UserId user, Instant since) {
        return jdbc
                .sql("SELECT sent_at FROM sagas.sent_notice WHERE user_id = ? AND sent_at > ?")
                .params(user.value(), since.atOffset(ZoneOffset.UTC))
                .query(OffsetDateTime.class)
                .list()
                .stream()
                .map(OffsetDateTime::toInstant)
                .toList();
    }

    List<Sent> changeable(DraftId draft) {
        return jdbc.sql("SELECT channel, reference FROM sagas.sent_notice WHERE draft_id = ? AND reference IS NOT NULL")
                .param(draft.value())
                .query((row, _) -> new Sent(row.getString("channel"), row.getString("reference")))
                .list();
    }
}
