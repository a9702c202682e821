package io.comfortcommit.queryside.audit;

import static java.util.stream.Collectors.joining;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditQuery;
import io.comfortcommit.messages.query.AuditQuery.Scope;
import io.comfortcommit.messages.query.AuditWords;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry with what else its row holds.
 *
 * @param author whose data it is
 */
record AuditRow(UserId author, AuditEntry entry, Set<String> words) {
    static final String WORDS = "words";

    static final List<String> COLUMNS = List.of(
            "event_id",
            "at",
            "event",
            "stream",
            "sequence",
            "author",
            "repository_id",
            "draft_id",
            "actor",
            "client",
            "trace_id",
            "detail",
            WORDS);

    static AuditRow of(UserId author, AuditEntry entry) {
        String said = String.join(
                " ",
                entry.event(),
                entry.detail() == null ? "" : entry.detail(),
                entry.client() == null ? "" : entry.client());
        return new AuditRow(author, entry, AuditWords.of(said));
    }

    /** By column; the words in PostgreSQL's spelling of a {@code tsvector}. */
    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("event_id", entry.eventId());
        values.put("at", entry.at().atOffset(ZoneOffset.UTC));
        values.put("event", entry.event());
        values.put("stream", entry.stream());
        values.put("sequence", entry.sequence());
        values.put("author", author.value());
        values.put(
                "repository_id",
                entry.repositoryId() == null ? null : entry.repositoryId().value());
        values.put("draft_id", entry.draftId() == null ? null : entry.draftId().value());
        values.put("actor", entry.actor());
        values.put("client", entry.client());
        values.put("trace_id", entry.traceId());
        values.put("detail", entry.detail());
        // Letters and digits only: nothing to escape.
        values.put(WORDS, words.stream().map(word -> "'" + word + "'").collect(joining(" ")));
        return values;
    }

    /** The same as the conditions of {@link AuditQueries}. */
    boolean answers(AuditQuery query) {
        AuditFilter filter = query.filter();
        return (query.scope() == Scope.EVERYBODYS || author.equals(query.caller()))
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
