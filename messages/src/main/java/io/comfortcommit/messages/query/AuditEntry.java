package io.comfortcommit.messages.query;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event, as the audit log shows it.
 *
 * @param eventId of the event itself; the same after each rebuild
 * @param event its stored name, as {@code commit-draft.approved}
 * @param at when it was stored
 * @param stream the aggregate or other stream that it belongs to
 * @param sequence its place in that stream, from 0
 * @param draftId null where it is about no draft
 * @param actor who or what caused it: {@code user:<uuid>}, {@code editor:<client>} or {@code system}
 * @param client what they used, as {@code name/version}
 * @param detail what the event says, in short; a message's subject, a commit id, a reason
 */
public record AuditEntry(
        String eventId,
        String event,
        Instant at,
        String stream,
        long sequence,
        @Nullable RepositoryId repositoryId,
        @Nullable DraftId draftId,
        @Nullable String actor,
        @Nullable String client,
        @Nullable String traceId,
        @Nullable String detail) {
    /** Where it stands in the log. */
    public AuditPosition position() {
        return new AuditPosition(at, eventId);
    }
}
