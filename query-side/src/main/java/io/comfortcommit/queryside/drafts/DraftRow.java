package io.comfortcommit.queryside.drafts;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.RedraftState;
import io.comfortcommit.messages.query.DraftView;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code query.draft}, read through whichever driver. */
interface DraftRow {
    /** Every column of the view, in the order of the view; for a SELECT or a RETURNING clause. */
    String COLUMNS = """
            draft_id, repository_id, author, status, version, message, origin, card, branch, mode, files_changed,
            insertions, deletions, git_author_name, git_author_email, unpushed_commits, pushed_by, commit_id, commit_ids, landing, landed_on,
            rebased,
            failure, reason, pull_request, pull_request_trouble, pull_request_words, successor, redraft, captured_at, updated_at""";

    <T> @Nullable T get(String column, Class<T> type);

    /** A column that is NOT NULL. */
    private <T> T there(String column, Class<T> type) {
        T value = get(column, type);
        if (value == null) {
            throw new IllegalStateException("query.draft." + column + " is null");
        }
        return value;
    }

    private <E extends Enum<E>> @Nullable E constant(String column, Class<E> type) {
        String name = get(column, String.class);
        return name == null ? null : Enum.valueOf(type, name);
    }

    private List<String> commitIds() {
        String only = get("commit_id", String.class);
        if (only == null) {
            return List.of();
        }
        String all = get("commit_ids", String.class);
        return all == null ? List.of(only) : List.of(all.split(" ", -1));
    }

    private @Nullable PullRequest pullRequest() {
        String url = get("pull_request", String.class);
        PullRequestTrouble trouble = constant("pull_request_trouble", PullRequestTrouble.class);
        if (url != null) {
            return PullRequest.opened(url);
        }
        return trouble == null ? null : new PullRequest(null, trouble, get("pull_request_words", String.class));
    }

    default DraftView view() {
        UUID successor = get("successor", UUID.class);
        return new DraftView(
                new DraftId(there("draft_id", UUID.class)),
                new RepositoryId(there("repository_id", UUID.class)),
                new UserId(there("author", UUID.class)),
                DraftStatus.valueOf(there("status", String.class)),
                there("version", Long.class),
                get("message", String.class),
                constant("origin", DraftOrigin.class),
                CardColumn.read(get(CardColumn.NAME, String.class)),
                there("branch", String.class),
                CaptureMode.valueOf(there("mode", String.class)),
                new ChangeSummary(
                        there("files_changed", Integer.class),
                        there("insertions", Integer.class),
                        there("deletions", Integer.class)),
                new GitAuthor(there("git_author_name", String.class), there("git_author_email", String.class)),
                there("unpushed_commits", Integer.class),
                PushedBy.valueOf(there("pushed_by", String.class)),
                get("commit_id", String.class),
                commitIds(),
                constant("landing", Landing.class),
                get("landed_on", String.class),
                there("rebased", Boolean.class),
                constant("failure", PushFailure.class),
                get("reason", String.class),
                pullRequest(),
                successor == null ? null : new DraftId(successor),
                constant("redraft", RedraftState.class),
                there("captured_at", OffsetDateTime.class).toInstant(),
                there("updated_at", OffsetDateTime.class).toInstant());
    }
}
