package io.comfortcommit.messages.query;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.RedraftState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A draft as its author sees it.
 *
 * @param version the expected version of the next command
 * @param message null until drafted
 * @param origin who wrote the message; null until drafted
 * @param card what the change is about; null until drafted
 * @param pushedBy who makes and pushes the commit
 * @param commitId the pushed commit, the last one of several; null until pushed
 * @param commitIds all that were pushed, first to last; empty until pushed
 * @param landedOn short name of the branch the commit lies on; null until pushed
 * @param failure why the last push failed; null unless {@code status} is PUSH_FAILED
 * @param reason why the commit lies beside its branch, or what the remote said when the push failed
 * @param pullRequest what became of the one for the side branch; null where the host has none or is not known
 * @param successor the draft that superseded this one
 * @param redraft of the message that the author asked for last; null unless it is being written or could not be
 */
public record DraftView(
        DraftId draftId,
        RepositoryId repositoryId,
        UserId author,
        DraftStatus status,
        long version,
        @Nullable String message,
        @Nullable DraftOrigin origin,
        @Nullable ChangeCard card,
        String branch,
        CaptureMode mode,
        ChangeSummary summary,
        GitAuthor gitAuthor,
        int unpushedCommits,
        PushedBy pushedBy,
        @Nullable String commitId,
        List<String> commitIds,
        @Nullable Landing landing,
        @Nullable String landedOn,
        boolean rebased,
        @Nullable PushFailure failure,
        @Nullable String reason,
        @Nullable PullRequest pullRequest,
        @Nullable DraftId successor,
        @Nullable RedraftState redraft,
        Instant capturedAt,
        Instant updatedAt) {
    public DraftView {
        commitIds = List.copyOf(commitIds);
    }
}
