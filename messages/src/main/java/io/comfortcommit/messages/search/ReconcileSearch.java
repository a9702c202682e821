package io.comfortcommit.messages.search;

import java.util.UUID;

/**
 * Compares the content log with the read model and mends it, in the background; while one runs, another is not begun.
 * Answered with {@link SearchState}.
 *
 * @param id of the caller's making
 * @param dryRun only tell what there would be to mend
 * @param by who asks, as {@code user:<uuid>}
 */
public record ReconcileSearch(UUID id, boolean dryRun, String by) {}
