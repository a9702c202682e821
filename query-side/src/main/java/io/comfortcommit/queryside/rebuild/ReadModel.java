package io.comfortcommit.queryside.rebuild;

import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;

/** What a projection makes of events, many at a time. Has to give the rows that the projection gives, bit for bit. */
public interface ReadModel {
    /** Its name, one of {@link io.comfortcommit.queryside.projection.Projections}. */
    String projection();

    List<ModelTable> tables();

    /**
     * Applies events to copies of the tables, in the transaction of this thread. Each event comes once. Several threads do
     * so at the same time, each with the events of other streams.
     *
     * @param events those of one stream in their order
     */
    void apply(List<DomainEventMessage<?>> events, ModelCopy copy);
}
