package io.comfortcommit.sagas.activity;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.Rejection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/** How activities report: by commands, in the name of the system, within the trace of the order. */
public final class Reports {
    private static final long SECONDS = 30;

    private final CommandGateway commands;

    public Reports(CommandGateway commands) {
        this.commands = commands;
    }

    /**
     * @return the draft's status after the report; empty if there is no such draft
     * @throws CommandExecutionException if the report was refused
     */
    public Optional<DraftStatus> send(CommitDraftCommand report, ActivityOrder order) {
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
