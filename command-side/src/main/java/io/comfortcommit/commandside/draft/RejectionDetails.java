package io.comfortcommit.commandside.draft;

import io.comfortcommit.axonsupport.CommandFailureTranslation;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;

/**
 * Gives a refused command its {@link Rejection} as details, which also reach a caller in another process. What is not there
 * and what is somebody else's are refused in the same words.
 */
public final class RejectionDetails implements CommandFailureTranslation {
    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        try {
            return chain.proceed();
        } catch (RejectedException e) {
            throw refused(e.rejection(), e);
        } catch (AggregateNotFoundException e) {
            Rejection unknown = switch (unitOfWork.getMessage().getPayload()) {
                case CommitDraftCommand command -> new Rejection.UnknownDraft(command.draftId());
                case TrackedRepositoryCommand command -> new Rejection.UnknownRepository(command.repositoryId());
                default -> throw e;
            };
            throw refused(unknown, e);
        }
    }

    private static CommandExecutionException refused(Rejection rejection, Exception cause) {
        return new CommandExecutionException(rejection.code(), cause, rejection);
    }
}
