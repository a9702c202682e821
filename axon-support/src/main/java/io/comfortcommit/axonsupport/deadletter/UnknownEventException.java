package io.comfortcommit.axonsupport.deadletter;

import org.axonframework.eventhandling.DomainEventMessage;

/** An event of a kind, or of a revision of its kind, that this version does not know. Thrown so that it is parked. */
public final class UnknownEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownEventException(DomainEventMessage<?> event) {
        super("event " + event.getSequenceNumber() + " of " + event.getAggregateIdentifier()
                + " is of a kind that this version does not know");
    }
}
