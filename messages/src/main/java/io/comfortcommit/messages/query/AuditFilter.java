package io.comfortcommit.messages.query;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log are wanted: those that all of it is true of. What is null or empty asks for nothing.
 *
 * @param events stored names
 * @param from the earliest time, itself included
 * @param until the first time that is too late
 * @param words beginnings of words, each of which must occur in what the entry says
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable RepositoryId repository,
        @Nullable DraftId draft,
        Set<String> events,
        @Nullable String traceId,
        @Nullable Instant from,
        @Nullable Instant until,
        Set<String> words) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null, Set.of(), null, null, null, Set.of());

    public AuditFilter {
        events = Set.copyOf(events);
        words = Set.copyOf(words);
    }
}
