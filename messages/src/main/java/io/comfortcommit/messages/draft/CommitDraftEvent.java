package io.comfortcommit.messages.draft;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
import io.comfortcommit.messages.privacy.DataSubject;
import io.comfortcommit.messages.privacy.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a commit draft: {@code Captured → Drafted → Edited* → Approved → Pushed}, and the ways out. Events hold
 * ids and summaries, never file contents. The stored name of each is in {@code axon-support}; a stored event is never
 * changed, it gets a revision and an upcaster.
 */
public sealed interface CommitDraftEvent {
    DraftId draftId();

    /** The author, whose data the event's personal components are. */
    UserId author();

    Instant at();

    /**
     * Whether the author sees another draft than before: the draft's version counts these, so that a notification on its
     * way to the phone does not make the approval that answers it stale.
     */
    default boolean advancesVersion() {
        return true;
    }

    /** Whether those who watch the draft are told: also of some of what leaves its version as it is. */
    default boolean isTold() {
        return advancesVersion();
    }

    /**
     * A change was taken from a desk, verified, pinned and made durable.
     *
     * @param snapshot object id of the captured commit
     * @param base object id of the commit the desk stood on; null before the first commit
     * @param branch short name of the branch the change is for
     * @param unpushedCommits the author's own commits between the remote branch and {@code base}
     * @param previous the draft captured before in the same lane, if any
     * @param client what took the capture, as {@code name/version}
     * @param capturedAt when the desk took it; the author date of the commit
     */
    record Captured(
            DraftId draftId,
            CaptureId captureId,
            RepositoryId repositoryId,
            @DataSubject UserId author,
            LaneId lane,
            String snapshot,
            @Nullable String base,
            CaptureMode mode,
            ChangeSummary summary,
            @PersonalData GitAuthor gitAuthor,
            @PersonalData String branch,
            int unpushedCommits,
            @Nullable DraftId previous,
            String client,
            Instant capturedAt,
            Instant at)
            implements CommitDraftEvent {}

    /**
     * The server has no object of the change, only what was told of it: its commit will be made and pushed by an agent on the
     * author's machine. Follows {@link Captured} at once.
     */
    record LeftToAgent(DraftId draftId, @DataSubject UserId author, Instant at) implements CommitDraftEvent {
        @Override
        public boolean advancesVersion() {
            return false;
        }

        @Override
        public boolean isTold() {
            return true;
        }
    }

    /**
     * @param round 0 for the first message, counted on with each redraft
     * @param card what the change is about; null once the author was erased, and in drafts from before there were cards
     */
    record Drafted(
            DraftId draftId,
            @DataSubject UserId author,
            int round,
            @PersonalData String message,
            DraftOrigin origin,
            @PersonalData @Nullable ChangeCard card,
            Instant at)
            implements CommitDraftEvent {}

    /**
     * The author asked for another message. The draft stays what it is until there is one: who approves or edits it meanwhile
     * wins, and then the message comes too late.
     *
     * @param round of the message asked for
     * @param instruction what it shall be like
     */
    record RedraftRequested(
            DraftId draftId,
            @DataSubject UserId author,
            UserId requester,
            int round,
            @PersonalData String instruction,
            Instant at)
            implements CommitDraftEvent {
        @Override
        public boolean advancesVersion() {
            return false;
        }

        @Override
        public boolean isTold() {
            return true;
        }
    }

    /** @param instruction what the author asked for, if anything */
    record Redrafted(
            DraftId draftId,
            @DataSubject UserId author,
            int round,
            @PersonalData String message,
            DraftOrigin origin,
            @PersonalData @Nullable String instruction,
            Instant at)
            implements CommitDraftEvent {}

    /**
     * Drafting by a model failed. The first time the structural draft follows, so the author sees nothing of it; later the
     * draft keeps the message that it has, and the author is told.
     *
     * @param reason stable code
     * @param attempts how many calls were made
     */
    record DraftingFailed(
            DraftId draftId, @DataSubject UserId author, int round, String reason, int attempts, Instant at)
            implements CommitDraftEvent {
        @Override
        public boolean advancesVersion() {
            return false;
        }

        @Override
        public boolean isTold() {
            return round > 0;
        }
    }

    record Edited(
            DraftId draftId,
            @DataSubject UserId author,
            UserId editor,
            @PersonalData String message,
            Instant at) implements CommitDraftEvent {}

    /**
     * The author said that they are no secrets; holds for their later drafts of the same desk too.
     *
     * @param findings without the secrets; empty once the author was erased
     */
    record FindingsCleared(
            DraftId draftId,
            @DataSubject UserId author,
            UserId clearedBy,
            @PersonalData List<SecretFinding> findings,
            Instant at)
            implements CommitDraftEvent {
        public FindingsCleared {
            findings = Objects.requireNonNullElse(findings, List.of());
        }
    }

    /** @param round 1 for the first approval, counted on when a failed push is approved again */
    record Approved(
            DraftId draftId,
            @DataSubject UserId author,
            UserId approver,
            int round,
            @PersonalData String message,
            Instant at)
            implements CommitDraftEvent {}

    /**
     * Approved as several commits. A draft whose push failed may be approved again, in either way.
     *
     * @param round as of {@link Approved}
     * @param parts first to last; empty once the author was erased
     */
    record SplitApproved(
            DraftId draftId,
            @DataSubject UserId author,
            UserId approver,
            int round,
            @PersonalData List<SplitPart> parts,
            Instant at)
            implements CommitDraftEvent {
        public SplitApproved {
            parts = Objects.requireNonNullElse(parts, List.of());
        }
    }

    /**
     * @param commitId object id of the commit on the remote; of the last one, where the draft became several
     * @param commits all of them, first to last
     * @param branch short name of the branch it lies on
     * @param rebased whether it was put on top of commits that the desk did not have
     * @param attempts pushes tried, the successful one included
     * @param reason why it lies beside its branch; null where it does not
     */
    record Pushed(
            DraftId draftId,
            @DataSubject UserId author,
            int round,
            String commitId,
            List<String> commits,
            Landing landing,
            @PersonalData String branch,
            boolean rebased,
            int attempts,
            @PersonalData @Nullable String reason,
            Instant at)
            implements CommitDraftEvent {
        public Pushed {
            commits = List.copyOf(commits);
        }

        /** Of one commit. */
        public Pushed(
                DraftId draftId,
                UserId author,
                int round,
                String commitId,
                Landing landing,
                String branch,
                boolean rebased,
                int attempts,
                @Nullable String reason,
                Instant at) {
            this(draftId, author, round, commitId, List.of(commitId), landing, branch, rebased, attempts, reason, at);
        }
    }

    /** The host was asked to review the side branch; told with the push, and before it, since a push ends the draft. */
    record PullRequestOpened(
            DraftId draftId,
            @DataSubject UserId author,
            @PersonalData String url,
            Instant at) implements CommitDraftEvent {
        @Override
        public boolean advancesVersion() {
            return false;
        }
    }

    /**
     * The commit is safe on its side branch, but nobody was asked to review it. Told as {@link PullRequestOpened}.
     *
     * @param words what the host said
     */
    record PullRequestNotOpened(
            DraftId draftId,
            @DataSubject UserId author,
            PullRequestTrouble trouble,
            @PersonalData String words,
            Instant at)
            implements CommitDraftEvent {
        @Override
        public boolean advancesVersion() {
            return false;
        }
    }

    /**
     * @param detail what the remote said, word by word where it spoke
     * @param attempts pushes tried
     */
    record PushFailed(
            DraftId draftId,
            @DataSubject UserId author,
            int round,
            PushFailure failure,
            @PersonalData String detail,
            int attempts,
            Instant at)
            implements CommitDraftEvent {}

    record Discarded(
            DraftId draftId,
            @DataSubject UserId author,
            UserId discardedBy,
            @PersonalData @Nullable String reason,
            Instant at)
            implements CommitDraftEvent {}

    record Expired(DraftId draftId, @DataSubject UserId author, Instant at) implements CommitDraftEvent {}

    /** @param successor the newer draft of the same lane, which holds this change too */
    record Superseded(DraftId draftId, @DataSubject UserId author, DraftId successor, Instant at)
            implements CommitDraftEvent {}

    /**
     * @param channel stable name of the way it was told, as {@code slack}
     * @param reminder whether it was told before
     */
    record ApproverNotified(
            DraftId draftId,
            @DataSubject UserId author,
            String channel,
            boolean reminder,
            boolean delivered,
            Instant at)
            implements CommitDraftEvent {
        @Override
        public boolean advancesVersion() {
            return false;
        }
    }

    /**
     * A way to tell the author failed; another one may have been taken.
     *
     * @param channel as of {@link ApproverNotified}
     * @param reminder as of {@link ApproverNotified}
     * @param reason stable code, with the vendor's own after a colon where it gave one: never an address or a text
     */
    record NotificationFailed(
            DraftId draftId, @DataSubject UserId author, String channel, boolean reminder, String reason, Instant at)
            implements CommitDraftEvent {
        @Override
        public boolean advancesVersion() {
            return false;
        }
    }
}
