package io.comfortcommit.sagas.commit;

import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftId;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** What activities need of a draft, read from its events: tasks hold ids only, and no read model is up to date enough. */
public final class DraftEvents {
    private final EventStore events;

    public DraftEvents(EventStore events) {
        this.events = events;
    }

    public Optional<Captured> captured(DraftId draft) {
        return of(draft, Captured.class).findFirst();
    }

    /** The approval of a round. */
    public Optional<Approved> approved(DraftId draft, int round) {
        return of(draft, Approved.class)
                .filter(approved -> approved.round() == round)
                .findFirst();
    }

    private <E extends CommitDraftEvent> Stream<E> of(DraftId draft, Class<E> type) {
        return events.readEvents(draft.toString())
                .asStream()
                .map(DomainEventMessage::getPayload)
                .filter(type::isInstance)
                .map(type::cast);
    }
}
