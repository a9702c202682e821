package io.comfortcommit.queryside.drafts;

import io.comfortcommit.messages.Id;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.ApproverNotified;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.DraftingFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.CommitDraftEvent.Expired;
import io.comfortcommit.messages.draft.CommitDraftEvent.FindingsCleared;
import io.comfortcommit.messages.draft.CommitDraftEvent.LeftToAgent;
import io.comfortcommit.messages.draft.CommitDraftEvent.NotificationFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestNotOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PushFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.CommitDraftEvent.RedraftRequested;
import io.comfortcommit.messages.draft.CommitDraftEvent.Redrafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.SplitApproved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Superseded;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.RedraftState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an event says about the columns of {@code query.draft}; pure. */
final class DraftColumns {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private DraftColumns() {}

    /** The columns that the event sets; for {@code Captured} all that a new row needs, for later events the changed ones. */
    static DraftColumns setBy(CommitDraftEvent event) {
        DraftColumns columns = new DraftColumns();
        if (event.isTold()) {
            columns.set("updated_at", event.at());
        }
        return switch (event) {
            case Captured captured -> columns.captured(captured);
            case Drafted drafted ->
                columns.status(DraftStatus.DRAFTED)
                        .set("message", drafted.message())
                        .set("origin", drafted.origin())
                        .set(CardColumn.NAME, CardColumn.write(drafted.card()));
            case LeftToAgent _ -> columns.set("pushed_by", PushedBy.AGENT);
            case RedraftRequested _ -> columns.set("redraft", RedraftState.WRITING);
            case Redrafted redrafted ->
                columns.set("message", redrafted.message())
                        .set("origin", redrafted.origin())
                        .set("redraft", null);
            // What the card is then depends on what it was: the projection knows.
            case FindingsCleared _ -> columns;
            case Edited edited -> columns.set("message", edited.message()).set("redraft", null);
            case Approved approved -> columns.status(DraftStatus.APPROVED).set("message", approved.message());
            case SplitApproved _ -> columns.status(DraftStatus.APPROVED);
            case Pushed pushed ->
                columns.status(DraftStatus.PUSHED)
                        .set("commit_id", pushed.commitId())
                        .set("commit_ids", String.join(" ", pushed.commits()))
                        .set("landing", pushed.landing())
                        .set("landed_on", pushed.branch())
                        .set("rebased", pushed.rebased())
                        .set("reason", pushed.reason());
            case PullRequestOpened opened -> columns.set("pull_request", opened.url());
            case PullRequestNotOpened none ->
                columns.set("pull_request_trouble", none.trouble()).set("pull_request_words", none.words());
            case PushFailed failed ->
                columns.status(DraftStatus.PUSH_FAILED)
                        .set("failure", failed.failure())
                        .set("reason", failed.detail());
            case Discarded _ -> columns.status(DraftStatus.DISCARDED);
            case Expired _ -> columns.status(DraftStatus.EXPIRED);
            case Superseded superseded ->
                columns.status(DraftStatus.SUPERSEDED).set("successor", superseded.successor());
            case DraftingFailed failed -> failed.round() > 0 ? columns.set("redraft", RedraftState.FAILED) : columns;
            case ApproverNotified _, NotificationFailed _ -> columns;
        };
    }

    Map<String, @Nullable Object> values() {
        return Collections.unmodifiableMap(values);
    }

    private DraftColumns captured(Captured event) {
        return set("draft_id", event.draftId())
                .set("repository_id", event.repositoryId())
                .set("author", event.author())
                .status(DraftStatus.CAPTURED)
                .set("branch", event.branch())
                .set("mode", event.mode())
                .set("files_changed", event.summary().filesChanged())
                .set("insertions", event.summary().insertions())
                .set("deletions", event.summary().deletions())
                .set("git_author_name", event.gitAuthor().name())
                .set("git_author_email", event.gitAuthor().email())
                .set("unpushed_commits", event.unpushedCommits())
                .set("pushed_by", PushedBy.SERVER)
                .set("rebased", false)
                .set("captured_at", event.capturedAt());
    }

    /** A failure belongs to the status it explains and leaves with it, and so does the wish for another message. */
    private DraftColumns status(DraftStatus status) {
        return set("status", status).set("failure", null).set("reason", null).set("redraft", null);
    }

    private DraftColumns set(String column, @Nullable Object value) {
        values.put(column, asStored(value));
        return this;
    }

    private static @Nullable Object asStored(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Id id -> id.value();
            case Enum<?> constant -> constant.name();
            // PostgreSQL would round to its microseconds, and a view could lie after its own event.
            case Instant instant -> instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
            default -> value;
        };
    }
}
