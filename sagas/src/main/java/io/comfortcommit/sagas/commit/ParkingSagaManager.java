package io.comfortcommit.sagas.commit;

import io.comfortcommit.axonsupport.deadletter.ParkingPolicy;
import io.comfortcommit.axonsupport.deadletter.UnknownEventException;
import java.sql.SQLException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Parks what the saga can't read, and all that follows in its draft; the others go on. Axon has this for event handlers, not
 * for sagas. A failure of another kind is none of the event: the processor tries again.
 *
 * <p>A draft's saga lives in the segment that its id falls into, so that one thread parks and handles its events.
 */
final class ParkingSagaManager extends AnnotatedSagaManager<CommitSaga>
        implements SequencedDeadLetterProcessor<EventMessage<?>> {
    /** As the aggregate is named in the event store. */
    private static final String AGGREGATE = "CommitDraft";

    private final SequencedDeadLetterQueue<EventMessage<?>> letters;
    private final ParkingPolicy policy;
    private final EventStore events;
    private final TransactionManager transactions;

    ParkingSagaManager(
            Builder<CommitSaga> builder,
            SequencedDeadLetterQueue<EventMessage<?>> letters,
            ParkingPolicy policy,
            EventStore events,
            TransactionManager transactions) {
        super(builder);
        this.letters = letters;
        this.policy = policy;
        this.events = events;
        this.transactions = transactions;
    }

    @Override
    public boolean canHandle(EventMessage<?> event, Segment segment) {
        return super.canHandle(event, segment)
                || isUnknown(event)
                        && event instanceof DomainEventMessage<?> stored
                        && AGGREGATE.equals(stored.getType());
    }

    @Override
    public void handle(EventMessage<?> event, Segment segment) throws Exception {
        if (!(event instanceof DomainEventMessage<?> stored)) {
            super.handle(event, segment);
            return;
        }
        String draft = stored.getAggregateIdentifier();
        boolean isOfSegment = segment.matches(new AssociationValue(CommitSaga.DRAFT, draft));
        if (isOfSegment && letters.enqueueIfPresent(draft, () -> new GenericDeadLetter<>(draft, event))) {
            return;
        }
        RuntimeException unreadable = unreadable(stored);
        if (unreadable == null) {
            super.handle(event, segment);
        } else if (isOfSegment) {
            DeadLetter<EventMessage<?>> letter = new GenericDeadLetter<>(draft, event, unreadable);
            EnqueueDecision<EventMessage<?>> decision = policy.decide(letter, unreadable);
            letters.enqueue(
                    draft,
                    decision.withDiagnostics(
                            letter.withCause(decision.enqueueCause().orElse(null))));
        }
    }

    /** In one transaction with what the saga does, so that it does it once. */
    @Override
    public boolean process(Predicate<DeadLetter<? extends EventMessage<?>>> wanted) {
        return transactions.fetchInTransaction(() -> letters.process(wanted, this::tryAgain));
    }

    private EnqueueDecision<EventMessage<?>> tryAgain(DeadLetter<? extends EventMessage<?>> letter) {
        EventMessage<?> event =
                letter.message() instanceof DomainEventMessage<?> parked ? asStored(parked) : letter.message();
        RuntimeException unreadable = unreadable(event);
        if (unreadable != null) {
            return policy.decide(letter, unreadable);
        }
        ResultMessage<?> result = DefaultUnitOfWork.startAndGet(event).executeWithResult(() -> {
            super.handle(event, Segment.ROOT_SEGMENT);
            return null;
        });
        if (result.isExceptional()) {
            throw new IllegalStateException("the saga failed", result.exceptionResult());
        }
        return Decisions.evict();
    }

    /** The letter holds what was read then; a later version may know a step from its revision. */
    private EventMessage<?> asStored(DomainEventMessage<?> parked) {
        DomainEventStream stream = events.readEvents(parked.getAggregateIdentifier(), parked.getSequenceNumber());
        return stream.hasNext() ? stream.next() : parked;
    }

    private static boolean isUnknown(EventMessage<?> event) {
        return UnknownSerializedType.class.isAssignableFrom(event.getPayloadType());
    }

    /** @return why the event can't be read, whoever tries; null if it can */
    private static @Nullable RuntimeException unreadable(EventMessage<?> event) {
        if (isUnknown(event)) {
            return new UnknownEventException((DomainEventMessage<?>) event);
        }
        try {
            event.getPayload();
            return null;
        } catch (RuntimeException e) {
            // Keys are in a database, too.
            if (Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                    .anyMatch(SQLException.class::isInstance)) {
                throw e;
            }
            return e;
        }
    }
}
