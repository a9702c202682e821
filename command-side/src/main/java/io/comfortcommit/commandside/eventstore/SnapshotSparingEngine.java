package io.comfortcommit.commandside.eventstore;

import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Axon's JDBC engine without a look for a snapshot where there can't be any. Hardly a draft ever has one, and the look is a
 * round trip for each command. Sound because one process writes this store: it knows of the snapshots that it made.
 */
final class SnapshotSparingEngine extends JdbcEventStorageEngine {
    private final JdbcClient jdbc;
    private volatile boolean looked;
    private volatile boolean anySnapshot;

    SnapshotSparingEngine(Builder builder, JdbcClient jdbc) {
        super(builder);
        this.jdbc = jdbc;
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        if (!looked) {
            anySnapshot |= jdbc.sql("SELECT EXISTS (SELECT FROM events.snapshot)")
                    .query(Boolean.class)
                    .single();
            looked = true;
        }
        return anySnapshot ? super.readSnapshotData(aggregateIdentifier) : Stream.empty();
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        anySnapshot = true;
        super.storeSnapshot(snapshot, serializer);
    }
}
