package io.comfortcommit.repositories.lane;

import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.CaptureOrder;
import org.jspecify.annotations.Nullable;

/**
 * A capture that was taken in.
 *
 * @param order as first taken in, times to the microsecond
 * @param previous the draft captured before in the same lane
 * @param position 1, 2, 3… in the lane
 */
public record Capture(
        DraftId draftId,
        CaptureOrder order,
        ChangeSummary summary,
        int unpushedCommits,
        @Nullable DraftId previous,
        long position) {
    /** Of a capture whose author was erased; git allows no branch of that name. */
    public static final String ERASED_BRANCH = "[erased]";

    public boolean isErased() {
        return order.branch().equals(ERASED_BRANCH);
    }
}
