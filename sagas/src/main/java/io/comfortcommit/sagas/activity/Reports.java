package io.comfortcommit.sagas.activity;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.ExpireDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.Rejection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How activities report: by commands, in the name of the system, within the trace of the order. */
public final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final long SECONDS = 30;

    private final CommandGateway commands;
    private final ErasedAuthors erased;

    public Reports(CommandGateway commands, ErasedAuthors erased) {
        this.commands = commands;
        this.erased = erased;
    }

    /**
     * Reports. Of somebody who was erased meanwhile nothing more can be stored: the draft ends without the report.
     *
     * @return the draft's status after the report; empty if there is no such draft
     * @throws CommandExecutionException if the report was refused
     */
    public Optional<DraftStatus> send(CommitDraftCommand report, ActivityOrder order) {
        try {
            return answer(report, order);
        } catch (RuntimeException e) {
            if (report instanceof ExpireDraft || !erased.isAuthorErased(report.draftId())) {
                throw e;
            }
            LOG.info(
                    "{} can't be stored: the author was erased",
                    report.getClass().getSimpleName());
            return end(report.draftId(), order);
        }
    }

    /** Ends a draft whose author was erased, also if it was approved. */
    public Optional<DraftStatus> end(DraftId draft, ActivityOrder order) {
        return answer(new ExpireDraft(draft, true), order);
    }

    private Optional<DraftStatus> answer(CommitDraftCommand report, ActivityOrder order) {
        try {
            DraftState state = commands.sendAndWait(
                    new GenericCommandMessage<>(report, MessageMetaData.system(order.traceId())),
                    SECONDS,
                    TimeUnit.SECONDS);
            if (state == null) {
                throw new IllegalStateException(
                        report.getClass().getSimpleName() + " was not answered within " + SECONDS + " s");
            }
            return Optional.of(state.status());
        } catch (CommandExecutionException e) {
            if (e.getDetails().filter(Rejection.UnknownDraft.class::isInstance).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
