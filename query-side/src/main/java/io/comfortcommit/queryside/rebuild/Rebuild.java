package io.comfortcommit.queryside.rebuild;

import io.comfortcommit.messages.projection.RebuildView.State;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code query.rebuild}, as far as the work on it depends on it.
 *
 * @param copied whether its tables are there
 */
record Rebuild(
        UUID id,
        String projection,
        State state,
        boolean dryRun,
        @Nullable Instant until,
        boolean copied) {}
