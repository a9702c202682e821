package io.comfortcommit.commandside.repository;

import io.comfortcommit.axonsupport.CommandFailureTranslation;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;

/** Says of a repository that is not there, and in the same words of one that is somebody else's, that it is unknown. */
final class UnknownRepositories implements CommandFailureTranslation {
    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        try {
            return chain.proceed();
        } catch (AggregateNotFoundException e) {
            if (unitOfWork.getMessage().getPayload() instanceof TrackedRepositoryCommand command) {
                Rejection unknown = new Rejection.UnknownRepository(command.repositoryId());
                throw new CommandExecutionException(unknown.code(), e, unknown);
            }
            throw e;
        }
    }
}
