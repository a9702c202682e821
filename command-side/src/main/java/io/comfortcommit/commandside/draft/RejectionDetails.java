package io.comfortcommit.commandside.draft;

import io.comfortcommit.axonsupport.CommandFailureTranslation;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.Rejection;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;

/** Gives a refused command its {@link Rejection} as details, which also reach a caller in another process. */
final class RejectionDetails implements CommandFailureTranslation {
    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        try {
            return chain.proceed();
        } catch (RejectedException e) {
            throw refused(e.rejection(), e);
        } catch (AggregateNotFoundException e) {
            if (unitOfWork.getMessage().getPayload() instanceof CommitDraftCommand command) {
                throw refused(new Rejection.UnknownDraft(command.draftId()), e);
            }
            throw e;
        }
    }

    private static CommandExecutionException refused(Rejection rejection, Exception cause) {
        return new CommandExecutionException(rejection.code(), cause, rejection);
    }
}
