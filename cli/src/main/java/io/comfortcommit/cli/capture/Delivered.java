package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.lane.Waiting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of captures that waited.
 *
 * @param sent their drafts, in the order of sending
 * @param refused the server won't ever take these
 * @param stopped why the others wait on, if it is known
 * @param waiting how many wait on
 */
public record Delivered(
        Map<Waiting, String> sent,
        Map<Waiting, Failure> refused,
        @Nullable Failure stopped,
        int waiting) {}
