package io.comfortcommit.commandside.draft;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.CaptureChange;
import io.comfortcommit.messages.draft.CommitDraftCommand.ClearFindings;
import io.comfortcommit.messages.draft.CommitDraftCommand.DiscardDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.EditDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.ExpireDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraftingFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotification;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotificationFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPush;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPushFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordRedraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RedraftDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RepeatCapture;
import io.comfortcommit.messages.draft.CommitDraftCommand.SplitDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.SupersedeDraft;
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
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.Rejection.IllegalTransition;
import io.comfortcommit.messages.draft.Rejection.SecretsFound;
import io.comfortcommit.messages.draft.Rejection.StaleVersion;
import io.comfortcommit.messages.draft.Rejection.UnknownDraft;
import io.comfortcommit.messages.draft.Rejection.UnknownFinding;
import io.comfortcommit.messages.draft.Rejection.UnusableMessage;
import io.comfortcommit.messages.draft.Rejection.UnusableSplit;
import io.comfortcommit.messages.draft.SplitPart;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may happen to a draft: facts and a command in, events out; pure. */
final class DraftRules {
    /** Characters. Git has no limit; this is far over what anyone reads and far under what a row should hold. */
    static final int LONGEST_MESSAGE = 20_000;

    private DraftRules() {}

    /**
     * @param facts null before the draft's first event
     * @throws RejectedException if the command can't be followed
     */
    static List<CommitDraftEvent> decide(@Nullable DraftFacts facts, CommitDraftCommand command, Instant now) {
        if (facts == null) {
            return switch (command) {
                case CaptureChange capture -> begin(capture, now);
                case RepeatCapture again -> begin(again.capture(), now);
                default -> throw new RejectedException(new UnknownDraft(command.draftId()));
            };
        }
        return switch (command) {
            case CaptureChange _ -> throw illegal(facts, command);
            case RepeatCapture again -> {
                if (facts.captureId().equals(again.capture().captureId())) {
                    yield List.of();
                }
                throw illegal(facts, command);
            }
            case RecordDraft report -> recordDraft(facts, report, now);
            case RedraftDraft wish -> redraft(facts, wish, now);
            case RecordRedraft report -> recordRedraft(facts, report, now);
            case RecordDraftingFailure report -> recordDraftingFailure(facts, report, now);
            case EditDraft edit -> edit(facts, edit, now);
            case ClearFindings clearance -> clear(facts, clearance, now);
            case ApproveDraft approval -> approve(facts, approval, now);
            case SplitDraft split -> split(facts, split, now);
            case RecordPush report -> recordPush(facts, report, now);
            case RecordPushFailure report -> recordPushFailure(facts, report, now);
            case DiscardDraft discard -> discard(facts, discard, now);
            case ExpireDraft expiry ->
                facts.status().open() || (expiry.approvedToo() && facts.status() == DraftStatus.APPROVED)
                        ? List.of(new Expired(facts.draftId(), facts.author(), now))
                        : List.of();
            case SupersedeDraft newer ->
                facts.status().open()
                        ? List.of(new Superseded(facts.draftId(), facts.author(), newer.successor(), now))
                        : List.of();
            case RecordNotification report -> recordNotification(facts, report, now);
            case RecordNotificationFailure report -> recordNotificationFailure(facts, report, now);
        };
    }

    private static List<CommitDraftEvent> begin(CaptureChange capture, Instant now) {
        return switch (capture.pushedBy()) {
            case SERVER -> List.of(captured(capture, now));
            case AGENT -> List.of(captured(capture, now), new LeftToAgent(capture.draftId(), capture.author(), now));
        };
    }

    private static Captured captured(CaptureChange capture, Instant now) {
        return new Captured(
                capture.draftId(),
                capture.captureId(),
                capture.repositoryId(),
                capture.author(),
                capture.lane(),
                capture.snapshot(),
                capture.base(),
                capture.mode(),
                capture.summary(),
                capture.gitAuthor(),
                capture.branch(),
                capture.unpushedCommits(),
                capture.previous(),
                capture.client(),
                capture.capturedAt(),
                now);
    }

    private static List<CommitDraftEvent> recordDraft(DraftFacts facts, RecordDraft report, Instant now) {
        if (facts.status() != DraftStatus.CAPTURED || report.round() <= facts.messageRound()) {
            return List.of();
        }
        String message = usable(facts, report.message());
        return List.of(new Drafted(
                facts.draftId(), facts.author(), report.round(), message, report.origin(), report.card(), now));
    }

    private static List<CommitDraftEvent> redraft(DraftFacts facts, RedraftDraft wish, Instant now) {
        checkAuthor(facts, wish.requester());
        checkVersion(facts, wish.expectedVersion());
        if (facts.status() != DraftStatus.DRAFTED) {
            throw illegal(facts, wish);
        }
        return wish.instruction().equals(facts.wish())
                ? List.of()
                : List.of(new RedraftRequested(
                        facts.draftId(),
                        facts.author(),
                        wish.requester(),
                        Math.max(0, Math.max(facts.messageRound(), facts.redraftRound())) + 1,
                        wish.instruction(),
                        now));
    }

    private static List<CommitDraftEvent> recordRedraft(DraftFacts facts, RecordRedraft report, Instant now) {
        if (!facts.awaits(report.round())) {
            return List.of();
        }
        String message = usable(facts, report.message());
        return List.of(new Redrafted(
                facts.draftId(), facts.author(), report.round(), message, report.origin(), report.instruction(), now));
    }

    private static List<CommitDraftEvent> recordDraftingFailure(
            DraftFacts facts, RecordDraftingFailure report, Instant now) {
        boolean tooLate = report.round() > 0 && !facts.awaits(report.round());
        if (!facts.status().open() || report.round() <= facts.failedRound() || tooLate) {
            return List.of();
        }
        return List.of(new DraftingFailed(
                facts.draftId(), facts.author(), report.round(), report.reason(), report.attempts(), now));
    }

    private static List<CommitDraftEvent> edit(DraftFacts facts, EditDraft edit, Instant now) {
        checkAuthor(facts, edit.editor());
        checkVersion(facts, edit.expectedVersion());
        checkDecidable(facts, edit);
        String message = usable(facts, edit.message());
        return message.equals(facts.message())
                ? List.of()
                : List.of(new Edited(facts.draftId(), facts.author(), edit.editor(), message, now));
    }

    private static List<CommitDraftEvent> clear(DraftFacts facts, ClearFindings clearance, Instant now) {
        checkAuthor(facts, clearance.clearedBy());
        checkDecidable(facts, clearance);
        for (String id : clearance.findings()) {
            if (facts.findings().stream().noneMatch(finding -> finding.id().equals(id))) {
                throw new RejectedException(new UnknownFinding(facts.draftId(), id));
            }
        }
        List<SecretFinding> cleared = facts.undecided()
                .filter(finding -> clearance.findings().contains(finding.id()))
                .map(SecretFinding::asCleared)
                .toList();
        return cleared.isEmpty()
                ? List.of()
                : List.of(new FindingsCleared(facts.draftId(), facts.author(), clearance.clearedBy(), cleared, now));
    }

    private static List<CommitDraftEvent> approve(DraftFacts facts, ApproveDraft approval, Instant now) {
        checkAuthor(facts, approval.approver());
        checkVersion(facts, approval.expectedVersion());
        checkDecidable(facts, approval);
        String drafted = facts.message() == null ? "" : facts.message();
        String message = usable(facts, approval.message() == null ? drafted : approval.message());
        checkSecretsDecided(facts);
        Approved approved = new Approved(
                facts.draftId(), facts.author(), approval.approver(), facts.approvalRound() + 1, message, now);
        return message.equals(drafted)
                ? List.of(approved)
                : List.of(new Edited(facts.draftId(), facts.author(), approval.approver(), message, now), approved);
    }

    private static List<CommitDraftEvent> split(DraftFacts facts, SplitDraft split, Instant now) {
        checkAuthor(facts, split.approver());
        checkVersion(facts, split.expectedVersion());
        checkDecidable(facts, split);
        if (facts.pushedBy() == PushedBy.AGENT) {
            throw unusable(facts, "LEFT_TO_AGENT");
        }
        if (split.parts().size() < 2 || split.parts().size() > SplitDraft.MOST_PARTS) {
            throw unusable(facts, "NUMBER_OF_PARTS");
        }
        checkEachHunkIsTakenOnce(facts, split.parts());
        checkSecretsDecided(facts);
        List<SplitPart> parts = split.parts().stream()
                .map(part -> new SplitPart(usable(facts, part.message()), part.files()))
                .toList();
        return List.of(new SplitApproved(
                facts.draftId(), facts.author(), split.approver(), facts.approvalRound() + 1, parts, now));
    }

    private static void checkEachHunkIsTakenOnce(DraftFacts facts, List<SplitPart> parts) {
        Map<String, Set<Integer>> taken = new HashMap<>();
        for (SplitPart part : parts) {
            if (part.files().isEmpty()) {
                throw unusable(facts, "EMPTY_PART");
            }
            for (ClusterFile file : part.files()) {
                Set<Integer> before = taken.get(file.path());
                boolean whole = file.hunks().isEmpty();
                if (before != null
                        && (whole || before.isEmpty() || file.hunks().stream().anyMatch(before::contains))) {
                    throw unusable(facts, "TAKEN_TWICE");
                }
                taken.computeIfAbsent(file.path(), _ -> new HashSet<>()).addAll(file.hunks());
            }
        }
    }

    private static void checkSecretsDecided(DraftFacts facts) {
        List<String> undecided = facts.undecided().map(SecretFinding::id).toList();
        if (!undecided.isEmpty()) {
            throw new RejectedException(new SecretsFound(facts.draftId(), undecided));
        }
    }

    private static RejectedException unusable(DraftFacts facts, String why) {
        return new RejectedException(new UnusableSplit(facts.draftId(), why));
    }

    private static List<CommitDraftEvent> recordPush(DraftFacts facts, RecordPush report, Instant now) {
        // A push that was thought to have failed may turn out to have landed: what is on the remote is the truth.
        boolean awaited = facts.status() == DraftStatus.APPROVED || facts.status() == DraftStatus.PUSH_FAILED;
        if (!awaited || report.round() != facts.approvalRound()) {
            return List.of();
        }
        Pushed pushed = new Pushed(
                facts.draftId(),
                facts.author(),
                report.round(),
                report.commitId(),
                report.commits(),
                report.landing(),
                report.branch(),
                report.rebased(),
                report.attempts(),
                report.reason(),
                now);
        PullRequest request = report.pullRequest();
        if (request == null) {
            return List.of(pushed);
        }
        PullRequestTrouble trouble = request.trouble();
        CommitDraftEvent asked = trouble == null
                ? new PullRequestOpened(facts.draftId(), facts.author(), requireNonNull(request.url()), now)
                : new PullRequestNotOpened(
                        facts.draftId(), facts.author(), trouble, requireNonNullElse(request.words(), ""), now);
        return List.of(asked, pushed);
    }

    private static List<CommitDraftEvent> recordPushFailure(DraftFacts facts, RecordPushFailure report, Instant now) {
        if (facts.status() != DraftStatus.APPROVED || report.round() != facts.approvalRound()) {
            return List.of();
        }
        return List.of(new PushFailed(
                facts.draftId(),
                facts.author(),
                report.round(),
                report.failure(),
                report.detail(),
                report.attempts(),
                now));
    }

    private static List<CommitDraftEvent> discard(DraftFacts facts, DiscardDraft discard, Instant now) {
        checkAuthor(facts, discard.discardedBy());
        checkVersion(facts, discard.expectedVersion());
        if (!facts.status().open()) {
            throw illegal(facts, discard);
        }
        return List.of(new Discarded(facts.draftId(), facts.author(), discard.discardedBy(), discard.reason(), now));
    }

    private static List<CommitDraftEvent> recordNotification(DraftFacts facts, RecordNotification report, Instant now) {
        boolean recorded = facts.notified().contains(DraftFacts.notification(report.channel(), report.reminder()));
        if (recorded || facts.status().ended()) {
            return List.of();
        }
        return List.of(new ApproverNotified(
                facts.draftId(), facts.author(), report.channel(), report.reminder(), report.delivered(), now));
    }

    /** Another's draft is none: not even that there is one is told. */
    private static void checkAuthor(DraftFacts facts, UserId who) {
        if (!who.equals(facts.author())) {
            throw new RejectedException(new UnknownDraft(facts.draftId()));
        }
    }

    /** Once for each channel: what is tried again need not be told again. */
    private static List<CommitDraftEvent> recordNotificationFailure(
            DraftFacts facts, RecordNotificationFailure report, Instant now) {
        boolean recorded =
                facts.notified().contains(DraftFacts.failedNotification(report.channel(), report.reminder()));
        if (recorded || facts.status().ended()) {
            return List.of();
        }
        return List.of(new NotificationFailed(
                facts.draftId(), facts.author(), report.channel(), report.reminder(), report.reason(), now));
    }

    private static void checkVersion(DraftFacts facts, @Nullable Long expected) {
        if (expected != null && expected != facts.version()) {
            throw new RejectedException(new StaleVersion(facts.draftId(), expected, facts.version(), facts.status()));
        }
    }

    /** A draft can be edited and approved once it has a message, and again when its push has failed. */
    private static void checkDecidable(DraftFacts facts, CommitDraftCommand command) {
        switch (facts.status()) {
            case DRAFTED, PUSH_FAILED -> {}
            case CAPTURED, APPROVED, PUSHED, DISCARDED, EXPIRED, SUPERSEDED -> throw illegal(facts, command);
        }
    }

    private static RejectedException illegal(DraftFacts facts, CommitDraftCommand command) {
        return new RejectedException(new IllegalTransition(
                facts.draftId(), facts.status(), command.getClass().getSimpleName()));
    }

    /** The message as git would clean it up: no carriage returns, no white space at its ends. */
    private static String usable(DraftFacts facts, String message) {
        String clean = message.replace("\r\n", "\n").strip();
        if (clean.isEmpty()) {
            throw new RejectedException(new UnusableMessage(facts.draftId(), "EMPTY", null));
        }
        if (clean.length() > LONGEST_MESSAGE) {
            throw new RejectedException(new UnusableMessage(facts.draftId(), "TOO_LONG", LONGEST_MESSAGE));
        }
        if (clean.indexOf(0) >= 0) {
            throw new RejectedException(new UnusableMessage(facts.draftId(), "NUL_CHARACTER", null));
        }
        return clean;
    }
}
