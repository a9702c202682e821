package io.comfortcommit.messages.projection;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild of a projection.
 *
 * @param startedBy as {@code user:<uuid>}
 * @param position of the last event that is in the copy; -1 if there is none
 * @param target position at which the copy is as new as what is shown
 * @param events that went through
 * @param rate events in a second, since it was last started
 * @param secondsLeft until the target is reached at that rate; null where there is nothing to judge by
 * @param differences between the copy and what was shown, table by table; null until they are known
 * @param failure why it stopped, naming the event; null unless it failed
 * @param copies tables that it left, with their schema
 */
public record RebuildView(
        UUID id,
        String projection,
        State state,
        boolean dryRun,
        @Nullable Instant until,
        String startedBy,
        Instant startedAt,
        @Nullable Instant finishedAt,
        long position,
        long target,
        long events,
        double rate,
        @Nullable Long secondsLeft,
        @Nullable List<TableDifference> differences,
        @Nullable String failure,
        List<String> copies) {
    public enum State {
        RUNNING,
        PAUSED,
        DONE,
        /** Stopped at an event that it could not apply; what is shown stays as it was. */
        FAILED,
        CANCELLED
    }

    /**
     * @param missing rows of the copy that were not shown
     * @param surplus rows that were shown and are not in the copy
     * @param different rows with the same key and other content
     * @param samples keys of some of them
     */
    public record TableDifference(String table, long missing, long surplus, long different, List<String> samples) {}
}
