package io.comfortcommit.messages.draft;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a commit draft. Each handler answers with the {@link DraftState} after it, or fails with a
 * {@link Rejection} as the details of the exception. Reports of activities (their names begin with {@code Record}) may
 * arrive twice: a report that the draft already has changes nothing.
 */
public sealed interface CommitDraftCommand {
    DraftId draftId();

    /**
     * Begins a draft that does not exist yet.
     *
     * <p>For the components see {@link CommitDraftEvent.Captured}.
     *
     * @param pushedBy who will make and push the commit
     */
    record CaptureChange(
            DraftId draftId,
            CaptureId captureId,
            RepositoryId repositoryId,
            UserId author,
            LaneId lane,
            String snapshot,
            @Nullable String base,
            CaptureMode mode,
            ChangeSummary summary,
            GitAuthor gitAuthor,
            String branch,
            int unpushedCommits,
            @Nullable DraftId previous,
            String client,
            Instant capturedAt,
            PushedBy pushedBy)
            implements CommitDraftCommand {
        /** Of a change that the server has and will push. */
        public CaptureChange(
                DraftId draftId,
                CaptureId captureId,
                RepositoryId repositoryId,
                UserId author,
                LaneId lane,
                String snapshot,
                @Nullable String base,
                CaptureMode mode,
                ChangeSummary summary,
                GitAuthor gitAuthor,
                String branch,
                int unpushedCommits,
                @Nullable DraftId previous,
                String client,
                Instant capturedAt) {
            this(
                    draftId,
                    captureId,
                    repositoryId,
                    author,
                    lane,
                    snapshot,
                    base,
                    mode,
                    summary,
                    gitAuthor,
                    branch,
                    unpushedCommits,
                    previous,
                    client,
                    capturedAt,
                    PushedBy.SERVER);
        }
    }

    /** The same capture again, by a sender who can't know whether the first one arrived: begins the draft or changes nothing. */
    record RepeatCapture(CaptureChange capture) implements CommitDraftCommand {
        @Override
        public DraftId draftId() {
            return capture.draftId();
        }
    }

    record RecordDraft(DraftId draftId, int round, String message, DraftOrigin origin, ChangeCard card)
            implements CommitDraftCommand {}

    /**
     * Asks for another message; the draft keeps the one that it has until there is one. The same wish again, while it is
     * being followed, changes nothing.
     *
     * @param instruction what the message shall be like, 1 to {@value #LONGEST_INSTRUCTION} characters
     * @param expectedVersion the version the author saw; null skips the check
     */
    record RedraftDraft(
            DraftId draftId,
            UserId requester,
            String instruction,
            @Nullable Long expectedVersion) implements CommitDraftCommand {
        public static final int LONGEST_INSTRUCTION = 1_000;

        public RedraftDraft {
            instruction = instruction.strip();
            if (instruction.isEmpty() || instruction.length() > LONGEST_INSTRUCTION) {
                throw new IllegalArgumentException("an instruction has 1 to " + LONGEST_INSTRUCTION + " characters");
            }
        }
    }

    /** Comes to nothing where the draft no longer waits for this round. */
    record RecordRedraft(
            DraftId draftId,
            int round,
            String message,
            DraftOrigin origin,
            @Nullable String instruction) implements CommitDraftCommand {}

    record RecordDraftingFailure(DraftId draftId, int round, String reason, int attempts)
            implements CommitDraftCommand {}

    /** @param expectedVersion the version the editor saw; null skips the check */
    record EditDraft(
            DraftId draftId,
            UserId editor,
            String message,
            @Nullable Long expectedVersion) implements CommitDraftCommand {}

    /**
     * The author says of findings that they are no secrets. Said again it changes nothing. Has no expected version: a finding
     * is the same one whatever else of the draft changes.
     *
     * @param findings their ids
     */
    record ClearFindings(DraftId draftId, UserId clearedBy, Set<String> findings) implements CommitDraftCommand {
        public static final int MOST = 1_000;

        public ClearFindings {
            findings = Set.copyOf(findings);
            if (findings.isEmpty() || findings.size() > MOST) {
                throw new IllegalArgumentException("1 to " + MOST + " findings can be cleared at a time");
            }
        }
    }

    /**
     * Refused while a finding is not cleared.
     *
     * @param message replaces the draft's message; null keeps it
     * @param expectedVersion the version the approver saw; null skips the check
     */
    record ApproveDraft(
            DraftId draftId,
            UserId approver,
            @Nullable String message,
            @Nullable Long expectedVersion) implements CommitDraftCommand {}

    /**
     * Approves a draft as several commits. Refused as an approval is, and where it is no split.
     *
     * @param parts 2 to {@value #MOST_PARTS}, first to last
     * @param expectedVersion the version the approver saw; null skips the check
     */
    record SplitDraft(
            DraftId draftId,
            UserId approver,
            List<SplitPart> parts,
            @Nullable Long expectedVersion) implements CommitDraftCommand {
        public static final int MOST_PARTS = 10;

        public SplitDraft {
            parts = List.copyOf(parts);
        }
    }

    /** For the components see {@link CommitDraftEvent.Pushed}. */
    record RecordPush(
            DraftId draftId,
            int round,
            String commitId,
            List<String> commits,
            Landing landing,
            String branch,
            boolean rebased,
            int attempts,
            @Nullable String reason,
            @Nullable PullRequest pullRequest)
            implements CommitDraftCommand {
        /** Of one commit. */
        public RecordPush(
                DraftId draftId,
                int round,
                String commitId,
                Landing landing,
                String branch,
                boolean rebased,
                int attempts,
                @Nullable String reason,
                @Nullable PullRequest pullRequest) {
            this(draftId, round, commitId, List.of(commitId), landing, branch, rebased, attempts, reason, pullRequest);
        }
    }

    record RecordPushFailure(DraftId draftId, int round, PushFailure failure, String detail, int attempts)
            implements CommitDraftCommand {}

    /** @param expectedVersion the version the caller saw; null skips the check */
    record DiscardDraft(
            DraftId draftId,
            UserId discardedBy,
            @Nullable String reason,
            @Nullable Long expectedVersion) implements CommitDraftCommand {}

    /**
     * Nobody decides about the draft any more; where it is past that, nothing changes.
     *
     * @param approvedToo whether an approved one ends as well, whatever becomes of its push: nobody is left whom to tell
     */
    record ExpireDraft(DraftId draftId, boolean approvedToo) implements CommitDraftCommand {
        /** One that is open. */
        public ExpireDraft(DraftId draftId) {
            this(draftId, false);
        }
    }

    /** A newer capture of the lane takes over if the draft is still open; otherwise nothing changes. */
    record SupersedeDraft(DraftId draftId, DraftId successor) implements CommitDraftCommand {}

    record RecordNotification(DraftId draftId, String channel, boolean reminder, boolean delivered)
            implements CommitDraftCommand {}

    /** @param reason as of {@link CommitDraftEvent.NotificationFailed} */
    record RecordNotificationFailure(DraftId draftId, String channel, boolean reminder, String reason)
            implements CommitDraftCommand {}
}
