package io.comfortcommit.repositories;

import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PushFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a {@link PublishOrder}. */
public sealed interface PublishOutcome {
    /**
     * The commit is on the remote, from this call or an earlier one.
     *
     * @param commitId the last one, where the draft became several
     * @param commits all of them, first to last
     * @param branch short name of the branch it lies on
     * @param rebased whether it was put on commits that the desk did not have
     * @param attempts pushes tried for the draft, this one included
     * @param reason why it lies beside its branch
     * @param pullRequest for the side branch; null where the host has none or is not known
     */
    record Landed(
            String commitId,
            List<String> commits,
            Landing landing,
            String branch,
            boolean rebased,
            int attempts,
            @Nullable String reason,
            @Nullable PullRequest pullRequest)
            implements PublishOutcome {
        public Landed {
            commits = List.copyOf(commits);
        }

        /** As one commit, without a pull request. */
        public Landed(
                String commitId,
                Landing landing,
                String branch,
                boolean rebased,
                int attempts,
                @Nullable String reason) {
            this(commitId, List.of(commitId), landing, branch, rebased, attempts, reason, null);
        }

        public Landed with(PullRequest request) {
            return new Landed(commitId, commits, landing, branch, rebased, attempts, reason, request);
        }
    }

    /** Others publish on the branch; nothing was tried, and the same order is welcome again soon. */
    record Busy() implements PublishOutcome {}

    /** The remote did not answer; the same order again may succeed. */
    record Unreachable(String detail, int attempts) implements PublishOutcome {}

    /** The same order again would fail again. */
    record Failed(PushFailure failure, String detail, int attempts) implements PublishOutcome {}
}
