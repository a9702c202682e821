package io.comfortcommit.commandside.draft;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
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
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.privacy.DataSubject;
import io.comfortcommit.messages.privacy.PersonalData;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a draft must remember to decide. Also the snapshot of the aggregate, hence the marks on personal data.
 *
 * @param version number of events so far that {@linkplain CommitDraftEvent#advancesVersion() advance it}
 * @param messageRound round of the newest drafted message; -1 before the first
 * @param failedRound newest round whose failure is recorded; -1 before the first
 * @param redraftRound newest round that the author asked for; 0 before the first
 * @param wish the instruction of that round while its message is awaited; null when none is
 * @param approvalRound round of the newest approval; 0 before the first
 * @param findings what looks like a secret, cleared or not; empty once the author was erased
 * @param pushedBy who makes and pushes the commit
 * @param notified the notifications recorded, as {@code channel} and {@code channel/reminder}, with {@code /failed} where they failed
 */
record DraftFacts(
        DraftId draftId,
        @DataSubject UserId author,
        CaptureId captureId,
        DraftStatus status,
        long version,
        @PersonalData @Nullable String message,
        int messageRound,
        int failedRound,
        int redraftRound,
        @PersonalData @Nullable String wish,
        int approvalRound,
        @PersonalData List<SecretFinding> findings,
        Set<String> notified,
        PushedBy pushedBy) {
    DraftFacts {
        // Snapshots of before have none.
        pushedBy = Objects.requireNonNullElse(pushedBy, PushedBy.SERVER);
        findings = Objects.requireNonNullElse(findings, List.of());
    }

    DraftState summary() {
        return new DraftState(draftId, status, version);
    }

    /**
     * The facts after an event; pure.
     *
     * @param before null before the draft's first event
     */
    static DraftFacts evolve(@Nullable DraftFacts before, CommitDraftEvent event) {
        if (event instanceof Captured captured) {
            return new DraftFacts(
                    captured.draftId(),
                    captured.author(),
                    captured.captureId(),
                    DraftStatus.CAPTURED,
                    1,
                    null,
                    -1,
                    -1,
                    0,
                    null,
                    0,
                    List.of(),
                    Set.of(),
                    PushedBy.SERVER);
        }
        if (before == null) {
            throw new IllegalStateException("a draft's first event is Captured, not " + event.getClass());
        }
        DraftFacts after = switch (event) {
            case LeftToAgent _ -> before.leftToAgent();
            case Captured _ -> throw new IllegalStateException("handled above");
            case Drafted drafted ->
                before.with(DraftStatus.DRAFTED)
                        .with(drafted.message(), drafted.round())
                        .withFindings(
                                drafted.card() == null
                                        ? List.of()
                                        : drafted.card().secrets());
            case RedraftRequested requested -> before.withWish(requested.round(), requested.instruction());
            case Redrafted redrafted -> before.withoutWish().with(redrafted.message(), redrafted.round());
            case DraftingFailed failed ->
                (before.awaits(failed.round()) ? before.withoutWish() : before).withFailedRound(failed.round());
            case FindingsCleared cleared ->
                before.withFindings(before.findings.stream()
                        .map(finding -> cleared.findings().stream()
                                        .anyMatch(other -> other.id().equals(finding.id()))
                                ? finding.asCleared()
                                : finding)
                        .toList());
            case Edited edited -> before.withoutWish().with(edited.message(), before.messageRound);
            case Approved approved ->
                before.withoutWish()
                        .with(DraftStatus.APPROVED)
                        .with(approved.message(), before.messageRound)
                        .withApprovalRound(approved.round());
            case SplitApproved split ->
                before.withoutWish().with(DraftStatus.APPROVED).withApprovalRound(split.round());
            case Pushed _ -> before.with(DraftStatus.PUSHED);
            case PullRequestOpened _, PullRequestNotOpened _ -> before;
            case PushFailed _ -> before.with(DraftStatus.PUSH_FAILED);
            case Discarded _ -> before.with(DraftStatus.DISCARDED);
            case Expired _ -> before.with(DraftStatus.EXPIRED);
            case Superseded _ -> before.with(DraftStatus.SUPERSEDED);
            case ApproverNotified told -> before.withNotified(notification(told.channel(), told.reminder()));
            case NotificationFailed failed ->
                before.withNotified(failedNotification(failed.channel(), failed.reminder()));
        };
        return event.advancesVersion() ? after.withVersion(before.version + 1) : after;
    }

    /** What looks like a secret and keeps the draft from being approved. */
    Stream<SecretFinding> undecided() {
        return findings.stream().filter(finding -> !finding.cleared());
    }

    /** Whether the message of this round is still wanted. */
    boolean awaits(int round) {
        return status == DraftStatus.DRAFTED && wish != null && round == redraftRound;
    }

    static String notification(String channel, boolean reminder) {
        return reminder ? channel + "/reminder" : channel;
    }

    static String failedNotification(String channel, boolean reminder) {
        return notification(channel, reminder) + "/failed";
    }

    private DraftFacts leftToAgent() {
        return changed(next -> next.pushedBy = PushedBy.AGENT);
    }

    private DraftFacts with(DraftStatus status) {
        return changed(next -> next.status = status);
    }

    private DraftFacts with(String message, int round) {
        return changed(next -> {
            next.message = message;
            next.messageRound = round;
        });
    }

    private DraftFacts withFailedRound(int round) {
        return changed(next -> next.failedRound = round);
    }

    private DraftFacts withApprovalRound(int round) {
        return changed(next -> next.approvalRound = round);
    }

    private DraftFacts withFindings(List<SecretFinding> findings) {
        return changed(next -> next.findings = findings);
    }

    private DraftFacts withNotified(String notification) {
        Set<String> more = new TreeSet<>(notified);
        more.add(notification);
        return changed(next -> next.notified = more);
    }

    private DraftFacts withVersion(long version) {
        return changed(next -> next.version = version);
    }

    private DraftFacts withWish(int round, String instruction) {
        return changed(next -> {
            next.redraftRound = round;
            next.wish = instruction;
        });
    }

    private DraftFacts withoutWish() {
        return changed(next -> next.wish = null);
    }

    private DraftFacts changed(Consumer<Next> change) {
        Next next = new Next();
        change.accept(next);
        return new DraftFacts(
                draftId,
                author,
                captureId,
                next.status,
                next.version,
                next.message,
                next.messageRound,
                next.failedRound,
                next.redraftRound,
                next.wish,
                next.approvalRound,
                next.findings,
                next.notified,
                next.pushedBy);
    }

    /** What an event may change; as it is until something is set. */
    private final class Next {
        private DraftStatus status = DraftFacts.this.status;
        private long version = DraftFacts.this.version;
        private @Nullable String message = DraftFacts.this.message;
        private int messageRound = DraftFacts.this.messageRound;
        private int failedRound = DraftFacts.this.failedRound;
        private int redraftRound = DraftFacts.this.redraftRound;
        private @Nullable String wish = DraftFacts.this.wish;
        private int approvalRound = DraftFacts.this.approvalRound;
        private List<SecretFinding> findings = DraftFacts.this.findings;
        private Set<String> notified = DraftFacts.this.notified;
        private PushedBy pushedBy = DraftFacts.this.pushedBy;
    }
}
