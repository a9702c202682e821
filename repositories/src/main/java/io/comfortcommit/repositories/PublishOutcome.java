package io.comfortcommit.repositories;

import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PushFailure;
import org.jspecify.annotations.Nullable;

/** What became of a {@link PublishOrder}. */
public sealed interface PublishOutcome {
    /**
     * The commit is on the remote, from this call or an earlier one.
     *
     * @param branch short name of the branch it lies on
     * @param rebased whether it was put on commits that the desk did not have
     * @param attempts pushes tried for the draft, this one included
     * @param reason why it lies beside its branch
     */
    record Landed(
            String commitId,
            Landing landing,
            String branch,
            boolean rebased,
            int attempts,
            @Nullable String reason) implements PublishOutcome {}

    /** The remote did not answer; the same order again may succeed. */
    record Unreachable(String detail, int attempts) implements PublishOutcome {}

    /** The same order again would fail again. */
    record Failed(PushFailure failure, String detail, int attempts) implements PublishOutcome {}
}
