package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.lane.Waiting;
import org.jspecify.annotations.Nullable;

/** What a capture came to. */
public sealed interface Outcome {
    /** Nothing differs from HEAD. */
    record NoChange() implements Outcome {}

    /** Captured before, as it is now. */
    record CapturedBefore() implements Outcome {}

    /** The server has it. */
    record Captured(Waiting waiting, String draftId) implements Outcome {}

    /**
     * Safe on this disk, and sent with the next capture or by {@code spool send}.
     *
     * @param left how many wait in all
     * @param because null where another process is sending
     */
    record Spooled(Waiting waiting, int left, @Nullable Failure because) implements Outcome {}
}
