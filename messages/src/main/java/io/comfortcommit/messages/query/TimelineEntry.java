package io.comfortcommit.messages.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of a draft.
 *
 * @param sequence the event's place in the draft's stream, from 0
 * @param event the event's stored name, as {@code commit-draft.captured}
 * @param actor pseudonymous id of who or what caused it
 * @param traceId the trace it belongs to, if known
 * @param detail what the event says, in short; a message's subject, a commit id, a reason
 */
public record TimelineEntry(
        long sequence,
        String event,
        Instant at,
        @Nullable String actor,
        @Nullable String traceId,
        @Nullable String detail) {}
