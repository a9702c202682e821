package io.comfortcommit.repositories;

import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import org.jspecify.annotations.Nullable;

/**
 * A capture that is verified, pinned and durable.
 *
 * @param order the order as it was first taken in
 * @param unpushedCommits commits between the remote branch and the base
 * @param previous the draft captured before in the same lane
 * @param repeated whether it was taken in before
 */
public record IngestedCapture(
        DraftId draftId,
        CaptureOrder order,
        ChangeSummary summary,
        int unpushedCommits,
        @Nullable DraftId previous,
        boolean repeated) {}
