package io.comfortcommit.queryside.audit;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditQuery;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry with what else its row holds.
 *
 * @param author whose data it is
 */
record AuditRow(UserId author, AuditEntry entry, Set<String> words) {
    static AuditRow of(UserId author, AuditEntry entry) {
        String said = String.join(
                " ",
                entry.event(),
                entry.detail() == null ? "" : entry.detail(),
                entry.client() == null ? "" : entry.client());
        return new AuditRow(author, entry, AuditWords.of(said));
    }

    /** The same as the conditions of {@link AuditQueries}. */
    boolean answers(AuditQuery query) {
        AuditFilter filter = query.filter();
        return author.equals(query.caller())
                && wanted(filter.actor(), entry.actor())
                && wanted(filter.repository(), entry.repositoryId())
                && wanted(filter.draft(), entry.draftId())
                && (filter.events().isEmpty() || filter.events().contains(entry.event()))
                && wanted(filter.traceId(), entry.traceId())
                && isWithin(filter.from(), filter.until())
                && AuditWords.match(filter.words(), words);
    }

    private boolean isWithin(@Nullable Instant from, @Nullable Instant until) {
        return (from == null || !entry.at().isBefore(from))
                && (until == null || entry.at().isBefore(until));
    }

    private static boolean wanted(@Nullable Object asked, @Nullable Object there) {
        return asked == null || asked.equals(there);
    }
}
