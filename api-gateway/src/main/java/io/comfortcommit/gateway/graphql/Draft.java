package io.comfortcommit.gateway.graphql;

import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.RedraftState;
import io.comfortcommit.messages.query.DraftView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link DraftView} with the names of the schema; timeline, diff and advice are fetched where they are asked for. */
record Draft(
        DraftView view,
        String id,
        String repositoryId,
        DraftStatus status,
        long version,
        @Nullable String message,
        @Nullable String subject,
        @Nullable DraftOrigin origin,
        String branch,
        CaptureMode mode,
        ChangeSummary summary,
        @Nullable ChangeCard card,
        GitAuthor author,
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
        @Nullable RedraftState redraft,
        @Nullable String successorId,
        Instant capturedAt,
        Instant updatedAt) {
    static Draft of(DraftView view) {
        return new Draft(
                view,
                view.draftId().toString(),
                view.repositoryId().toString(),
                view.status(),
                view.version(),
                view.message(),
                view.message() == null
                        ? null
                        : view.message().lines().findFirst().orElse(""),
                view.origin(),
                view.branch(),
                view.mode(),
                view.summary(),
                view.card(),
                view.gitAuthor(),
                view.unpushedCommits(),
                view.pushedBy(),
                view.commitId(),
                view.commitIds(),
                view.landing(),
                view.landedOn(),
                view.rebased(),
                view.failure(),
                view.reason(),
                view.pullRequest(),
                view.redraft(),
                view.successor() == null ? null : view.successor().toString(),
                view.capturedAt(),
                view.updatedAt());
    }
}
