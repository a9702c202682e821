package io.comfortcommit.messages.projection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a projection stands.
 *
 * @param position up to which every event is applied or parked; -1 before the first
 * @param head position of the newest event; -1 if there is none
 * @param rate events in a second over the last minute, in the process that answers
 * @param rebuild the newest one; null if there never was one
 */
public record ProjectionView(
        String name,
        long position,
        long head,
        double rate,
        List<SegmentView> segments,
        long deadLetters,
        @Nullable RebuildView rebuild) {
    /** Events that it has not seen yet; a few less where positions were left out. */
    public long lag() {
        return Math.max(0, head - position);
    }

    public record SegmentView(int segment, long position) {}
}
