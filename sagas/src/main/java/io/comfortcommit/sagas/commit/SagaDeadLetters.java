package io.comfortcommit.sagas.commit;

import io.comfortcommit.axonsupport.deadletter.JdbcDeadLetters;
import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardSagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.RetrySagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionQuery.FindSagaDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.axonframework.queryhandling.QueryHandler;

/** Shows what the saga could not read, and does with it what an operator says. */
final class SagaDeadLetters {
    private final JdbcDeadLetters letters;
    private final Supplier<Optional<SequencedDeadLetterProcessor<EventMessage<?>>>> saga;

    SagaDeadLetters(JdbcDeadLetters letters, Supplier<Optional<SequencedDeadLetterProcessor<EventMessage<?>>>> saga) {
        this.letters = letters;
        this.saga = saga;
    }

    @QueryHandler
    FoundDeadLetters handle(FindSagaDeadLetters query) {
        return letters.find(DeadLetterView.SAGA, query.id(), query.first());
    }

    @CommandHandler
    ProjectionAnswer handle(RetrySagaDeadLetter command) {
        return letters.retry(DeadLetterView.SAGA, command.letterId(), saga.get());
    }

    @CommandHandler
    ProjectionAnswer handle(DiscardSagaDeadLetter command) {
        return letters.discard(DeadLetterView.SAGA, command.letterId());
    }
}
