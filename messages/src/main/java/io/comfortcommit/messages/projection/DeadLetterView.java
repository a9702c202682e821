package io.comfortcommit.messages.projection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that could not be applied.
 *
 * @param projection whose it is: a projection's, or {@link #SAGA}
 * @param stream the aggregate it belongs to; what follows in it waits behind this one
 * @param sequence its place in that stream
 * @param event its stored name
 * @param cause kind of failure, and its words where they can hold nothing personal
 * @param failures how often it was tried
 * @param waiting events of the same stream behind it
 */
public record DeadLetterView(
        String id,
        String projection,
        String stream,
        long sequence,
        String event,
        Instant parkedAt,
        Instant triedAt,
        @Nullable String cause,
        int failures,
        long waiting) {
    /** The name of the process that every draft goes through. */
    public static final String SAGA = "commit-saga";
}
