package io.comfortcommit.messages.search;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the content log is.
 *
 * @param documents in it; null unless it answers
 * @param due drafts whose newest state is not in it yet
 * @param reconciliation the newest since the process began; null if there was none
 */
public record SearchState(
        SearchAvailability availability,
        @Nullable Long documents,
        long due,
        @Nullable Reconciliation reconciliation) {
    /**
     * A comparison with the read model, which is what counts.
     *
     * @param dryRun only tells
     * @param startedBy as {@code user:<uuid>}
     * @param compared drafts that were looked at
     * @param total drafts that there were when it began
     * @param missing documents that should be there
     * @param different documents that say something else than they should
     * @param surplus documents that should not be there
     * @param failure why it ended early; null unless it did
     */
    public record Reconciliation(
            UUID id,
            boolean dryRun,
            String startedBy,
            Instant startedAt,
            @Nullable Instant finishedAt,
            long compared,
            long total,
            long missing,
            long different,
            long surplus,
            @Nullable String failure) {}
}
