package io.comfortcommit.queryside.projection;

import java.util.Optional;
import java.util.function.Predicate;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Tries dead letters again behind the projection's gate. Axon locks a letter's row before the handler comes to the gate, while
 * an exchange closes the gate before it deletes letters: whoever retries has to pass the gate first, or both wait for each other.
 */
@Component
final class LetterTurns {
    private final Configuration axon;
    private final ModelGate gate;
    private final TransactionManager transactions;

    LetterTurns(Configuration axon, ModelGate gate, TransactionManager transactions) {
        this.axon = axon;
        this.gate = gate;
        this.transactions = transactions;
    }

    /** Who tries those of a projection; empty where this process does not have it. */
    Optional<SequencedDeadLetterProcessor<EventMessage<?>>> of(String projection) {
        return axon.eventProcessingConfiguration()
                .sequencedDeadLetterProcessor(projection)
                .map(letters -> new Gated(projection, letters));
    }

    private final class Gated implements SequencedDeadLetterProcessor<EventMessage<?>> {
        private final String projection;
        private final SequencedDeadLetterProcessor<EventMessage<?>> letters;

        Gated(String projection, SequencedDeadLetterProcessor<EventMessage<?>> letters) {
            this.projection = projection;
            this.letters = letters;
        }

        @Override
        public boolean process(Predicate<DeadLetter<? extends EventMessage<?>>> sequenceFilter) {
            UnitOfWork<?> unit = new DefaultUnitOfWork<>(null);
            unit.attachTransaction(transactions);
            return unit.executeWithResult(() -> {
                        gate.enter(projection);
                        return letters.process(sequenceFilter);
                    })
                    .getPayload();
        }
    }
}
