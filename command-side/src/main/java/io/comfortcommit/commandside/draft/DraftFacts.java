package io.comfortcommit.commandside.draft;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.ApproverNotified;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.DraftingFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.CommitDraftEvent.Expired;
import io.comfortcommit.messages.draft.CommitDraftEvent.PushFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Redrafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.Superseded;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.privacy.DataSubject;
import io.comfortcommit.messages.privacy.PersonalData;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a draft must remember to decide. Also the snapshot of the aggregate, hence the marks on personal data.
 *
 * @param version number of events so far that {@linkplain CommitDraftEvent#advancesVersion() advance it}
 * @param messageRound round of the newest drafted message; -1 before the first
 * @param failedRound newest round whose failure is recorded; -1 before the first
 * @param approvalRound round of the newest approval; 0 before the first
 * @param notified the notifications recorded, as {@code channel} and {@code channel/reminder}
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
        int approvalRound,
        Set<String> notified) {

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
                    Set.of());
        }
        if (before == null) {
            throw new IllegalStateException("a draft's first event is Captured, not " + event.getClass());
        }
        DraftFacts after = switch (event) {
            case Captured _ -> throw new IllegalStateException("handled above");
            case Drafted drafted -> before.with(DraftStatus.DRAFTED).with(drafted.message(), drafted.round());
            case Redrafted redrafted -> before.with(redrafted.message(), redrafted.round());
            case DraftingFailed failed -> before.withFailedRound(failed.round());
            case Edited edited -> before.with(edited.message(), before.messageRound);
            case Approved approved ->
                before.with(DraftStatus.APPROVED)
                        .with(approved.message(), before.messageRound)
                        .withApprovalRound(approved.round());
            case Pushed _ -> before.with(DraftStatus.PUSHED);
            case PushFailed _ -> before.with(DraftStatus.PUSH_FAILED);
            case Discarded _ -> before.with(DraftStatus.DISCARDED);
            case Expired _ -> before.with(DraftStatus.EXPIRED);
            case Superseded _ -> before.with(DraftStatus.SUPERSEDED);
            case ApproverNotified told -> before.withNotified(told.channel(), told.reminder());
        };
        return event.advancesVersion() ? after.withVersion(before.version + 1) : after;
    }

    static String notification(String channel, boolean reminder) {
        return reminder ? channel + "/reminder" : channel;
    }

    private DraftFacts with(DraftStatus next) {
        return new DraftFacts(
                draftId, author, captureId, next, version, message, messageRound, failedRound, approvalRound, notified);
    }

    private DraftFacts with(String nextMessage, int round) {
        return new DraftFacts(
                draftId, author, captureId, status, version, nextMessage, round, failedRound, approvalRound, notified);
    }

    private DraftFacts withFailedRound(int round) {
        return new DraftFacts(
                draftId, author, captureId, status, version, message, messageRound, round, approvalRound, notified);
    }

    private DraftFacts withApprovalRound(int round) {
        return new DraftFacts(
                draftId, author, captureId, status, version, message, messageRound, failedRound, round, notified);
    }

    private DraftFacts withNotified(String channel, boolean reminder) {
        Set<String> more = new TreeSet<>(notified);
        more.add(notification(channel, reminder));
        return new DraftFacts(
                draftId, author, captureId, status, version, message, messageRound, failedRound, approvalRound, more);
    }

    private DraftFacts withVersion(long next) {
        return new DraftFacts(
                draftId, author, captureId, status, next, message, messageRound, failedRound, approvalRound, notified);
    }
}
