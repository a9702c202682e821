package io.comfortcommit.sagas.commit;

import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.ApproverNotified;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.DraftingFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.CommitDraftEvent.Expired;
import io.comfortcommit.messages.draft.CommitDraftEvent.LeftToAgent;
import io.comfortcommit.messages.draft.CommitDraftEvent.PushFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.CommitDraftEvent.RedraftRequested;
import io.comfortcommit.messages.draft.CommitDraftEvent.Redrafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.SplitApproved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Superseded;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.ActivitySchedule;
import io.comfortcommit.sagas.activity.OpenDrafts;
import java.time.Instant;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;

/**
 * One draft from its capture to its end. Only schedules: what is due is written in the transaction that also commits the
 * saga and its token, so a decision is made once, whatever crashes.
 *
 * <p>Public with fields, since Axon makes and stores it.
 */
public class CommitSaga {
    static final String DRAFT = "draftId";
    private static final String TRACE = "traceId";
    private static final String CHANGEABLE = NotificationChannel.SLACK.stableName();

    /** Newest round that the author asked for; 0 before the first. */
    private int redraftRound;

    /** Round of the newest expiry scheduled: that of the approval whose push failed, 0 before. */
    private int expiryRound;

    /** Whether what was sent in place of the change is to be forgotten in the end. */
    private boolean leftToAgent;

    /** Whether a message was sent that can still be changed. */
    private boolean told;

    /** Round of the newest change of it. */
    private int settlingRound;

    @StartSaga
    @SagaEventHandler(associationProperty = DRAFT)
    void whenCapturedThenDraft(
            Captured event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open,
            Patience patience) {
        ActivityOrder order = ActivityOrder.of(event.draftId(), 0, trace);
        DraftId previous = event.previous();
        if (previous != null) {
            schedule.schedule(
                    ActivityKind.SUPERSEDING,
                    ActivityOrder.of(previous, 0, trace).supersededBy(event.draftId()),
                    event.at());
        }
        schedule.schedule(ActivityKind.DRAFTING, order, event.at());
        schedule.schedule(ActivityKind.EXPIRY, order, event.at().plus(patience.expireAfter()));
        open.await(event.draftId(), ActivityKind.DRAFTING, 0, trace, event.at());
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void on(LeftToAgent event) {
        leftToAgent = true;
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void whenDraftedThenWaitForTheAuthor(
            Drafted event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open,
            Patience patience) {
        ActivityOrder order = ActivityOrder.of(event.draftId(), 0, trace);
        Instant expiry = event.at().plus(patience.expireAfter());
        schedule.schedule(ActivityKind.NOTIFYING, order, event.at());
        schedule.schedule(ActivityKind.REMINDER, order, event.at().plus(patience.remindAfter()));
        open.await(event.draftId(), ActivityKind.EXPIRY, expiryRound, trace, expiry);
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void on(ApproverNotified event) {
        told |= event.channel().equals(CHANGEABLE);
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void whenRedraftRequestedThenDraftAgain(
            RedraftRequested event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open) {
        schedule.cancel(ActivityKind.REDRAFTING, event.draftId(), redraftRound);
        redraftRound = event.round();
        schedule.schedule(ActivityKind.REDRAFTING, ActivityOrder.of(event.draftId(), redraftRound, trace), event.at());
        open.await(event.draftId(), ActivityKind.REDRAFTING, redraftRound, trace, event.at());
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void whenRedraftedThenWaitForTheAuthor(
            Redrafted event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            OpenDrafts open,
            Patience patience) {
        awaitExpiry(event, trace, open, patience);
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void whenRedraftingFailedThenWaitForTheAuthor(
            DraftingFailed event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            OpenDrafts open,
            Patience patience) {
        // Before the first message it is the message that is waited for.
        if (event.round() > 0) {
            awaitExpiry(event, trace, open, patience);
        }
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void whenEditedThenDraftNoMore(
            Edited event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open,
            Patience patience) {
        schedule.cancel(ActivityKind.REDRAFTING, event.draftId(), redraftRound);
        awaitExpiry(event, trace, open, patience);
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void whenApprovedThenPublish(
            Approved event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open) {
        publish(event, event.round(), trace, schedule, open);
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void whenSplitApprovedThenPublish(
            SplitApproved event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open) {
        publish(event, event.round(), trace, schedule, open);
    }

    private void publish(
            CommitDraftEvent approval, int round, String trace, ActivitySchedule schedule, OpenDrafts open) {
        schedule.cancel(ActivityKind.REDRAFTING, approval.draftId(), redraftRound);
        schedule.cancel(ActivityKind.NOTIFYING, approval.draftId(), 0);
        schedule.cancel(ActivityKind.REMINDER, approval.draftId(), 0);
        settle(approval, trace, schedule);
        schedule.cancel(ActivityKind.EXPIRY, approval.draftId(), expiryRound);
        schedule.schedule(ActivityKind.PUBLISHING, ActivityOrder.of(approval.draftId(), round, trace), approval.at());
        open.await(approval.draftId(), ActivityKind.PUBLISHING, round, trace, approval.at());
    }

    @SagaEventHandler(associationProperty = DRAFT)
    void whenPushFailedThenWaitForTheAuthor(
            PushFailed event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open,
            Patience patience) {
        settle(event, trace, schedule);
        expiryRound = event.round();
        Instant expiry = event.at().plus(patience.expireAfter());
        schedule.schedule(ActivityKind.EXPIRY, ActivityOrder.of(event.draftId(), expiryRound, trace), expiry);
        open.await(event.draftId(), ActivityKind.EXPIRY, expiryRound, trace, expiry);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = DRAFT)
    void on(
            Pushed event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open) {
        schedule.schedule(
                ActivityKind.REMEMBERING, ActivityOrder.of(event.draftId(), event.round(), trace), event.at());
        end(event, trace, schedule, open);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = DRAFT)
    void on(
            Discarded event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open) {
        forget(event, trace, schedule);
        end(event, trace, schedule, open);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = DRAFT)
    void on(
            Expired event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open) {
        forget(event, trace, schedule);
        end(event, trace, schedule, open);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = DRAFT)
    void on(
            Superseded event,
            @MetaDataValue(value = TRACE, required = true) String trace,
            ActivitySchedule schedule,
            OpenDrafts open) {
        forget(event, trace, schedule);
        end(event, trace, schedule, open);
    }

    /** Its expiry is scheduled since the draft was captured; this is only what the sweeper looks after. */
    private void awaitExpiry(CommitDraftEvent event, String trace, OpenDrafts open, Patience patience) {
        open.await(
                event.draftId(),
                ActivityKind.EXPIRY,
                expiryRound,
                trace,
                event.at().plus(patience.expireAfter()));
    }

    /** After a push it is remembered first, and forgotten with that. */
    private void forget(CommitDraftEvent event, String trace, ActivitySchedule schedule) {
        if (leftToAgent) {
            schedule.schedule(ActivityKind.FORGETTING, ActivityOrder.of(event.draftId(), 0, trace), event.at());
        }
    }

    /** What was sent says what became of the draft, wherever that was decided. */
    private void settle(CommitDraftEvent event, String trace, ActivitySchedule schedule) {
        if (told) {
            settlingRound++;
            schedule.schedule(
                    ActivityKind.SETTLING, ActivityOrder.of(event.draftId(), settlingRound, trace), event.at());
        }
    }

    private void end(CommitDraftEvent event, String trace, ActivitySchedule schedule, OpenDrafts open) {
        DraftId draft = event.draftId();
        settle(event, trace, schedule);
        schedule.cancel(ActivityKind.NOTIFYING, draft, 0);
        schedule.cancel(ActivityKind.DRAFTING, draft, 0);
        schedule.cancel(ActivityKind.REDRAFTING, draft, redraftRound);
        schedule.cancel(ActivityKind.REMINDER, draft, 0);
        schedule.cancel(ActivityKind.EXPIRY, draft, expiryRound);
        open.close(draft);
    }
}
