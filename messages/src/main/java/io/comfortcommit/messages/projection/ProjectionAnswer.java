package io.comfortcommit.messages.projection;

import org.jspecify.annotations.Nullable;

/**
 * What became of a command to a projection.
 *
 * @param rebuild as it is now; null where the command was about none
 */
public record ProjectionAnswer(Outcome outcome, @Nullable RebuildView rebuild) {
    public enum Outcome {
        DONE,
        /** There is no such projection. */
        UNKNOWN_PROJECTION,
        /** Another rebuild of the projection is not finished. */
        REBUILD_UNFINISHED,
        /** There is no rebuild in a state in which this can be done. */
        NO_SUCH_REBUILD,
        UNKNOWN_DEAD_LETTER,
        /** It failed again. */
        STILL_PARKED
    }

    public static ProjectionAnswer of(Outcome outcome) {
        return new ProjectionAnswer(outcome, null);
    }
}
