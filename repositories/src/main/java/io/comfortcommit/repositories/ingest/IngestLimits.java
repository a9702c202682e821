package io.comfortcommit.repositories.ingest;

import java.time.Duration;

/**
 * What a bundle may be at the most.
 *
 * @param bundle bytes, as sent
 * @param objects count
 * @param object bytes of one object, inflated
 * @param inflated bytes of all objects, inflated; of a delta both itself and its result
 * @param deltaDepth deltas upon deltas
 * @param deltaMemory bytes that resolving deltas may hold, over all bundles taken in at the same time
 * @param files paths that may differ between base and snapshot
 * @param time for checking, once it has arrived
 */
public record IngestLimits(
        long bundle,
        int objects,
        long object,
        long inflated,
        int deltaDepth,
        long deltaMemory,
        int files,
        Duration time) {}
