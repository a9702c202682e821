package io.comfortcommit.commandside.draft;

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
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftState;
import java.time.Clock;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Axon's view of a draft: each command goes to {@link DraftRules}, each event to {@link DraftFacts}. Axon finds handlers by
 * the class of the command, hence one method for each.
 */
class CommitDraft {
    @AggregateIdentifier
    private @Nullable DraftId draftId;

    private @Nullable DraftFacts facts;

    CommitDraft() {}

    /** Does not look whether there is one, which is a round trip: the store takes no second first event. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    DraftState handle(CaptureChange command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    DraftState handle(RepeatCapture command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(RecordDraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(RedraftDraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(RecordRedraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(RecordDraftingFailure command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(EditDraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(ClearFindings command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(ApproveDraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(SplitDraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(RecordPush command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(RecordPushFailure command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(DiscardDraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(ExpireDraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(SupersedeDraft command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(RecordNotification command, Clock clock) {
        return follow(command, clock);
    }

    @CommandHandler
    DraftState handle(RecordNotificationFailure command, Clock clock) {
        return follow(command, clock);
    }

    private DraftState follow(CommitDraftCommand command, Clock clock) {
        DraftRules.decide(facts, command, clock.instant()).forEach(AggregateLifecycle::apply);
        return Objects.requireNonNull(facts).summary();
    }

    @EventSourcingHandler
    void on(CommitDraftEvent event) {
        facts = DraftFacts.evolve(facts, event);
        draftId = event.draftId();
    }
}
