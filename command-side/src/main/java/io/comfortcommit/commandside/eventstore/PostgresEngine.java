package io.comfortcommit.commandside.eventstore;

import static org.axonframework.eventhandling.EventUtils.asDomainEventMessage;

import io.comfortcommit.commandside.eventstore.GroupCommit.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Axon's JDBC engine that appends by {@link GroupCommit}, and does not look for a snapshot where there can't be any: hardly
 * a draft ever has one, and the look is a round trip for each command. Sound because one process writes this store: it
 * knows of the snapshots that it made.
 */
final class PostgresEngine extends JdbcEventStorageEngine {
    private final JdbcClient jdbc;
    private final GroupCommit appends;
    private volatile boolean looked;
    private volatile boolean anySnapshot;

    PostgresEngine(Builder builder, JdbcClient jdbc, GroupCommit appends) {
        super(builder);
        this.jdbc = jdbc;
        this.appends = appends;
    }

    /** All or none; durable when this returns, whatever happens to the unit of work later. */
    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        try {
            appends.append(events.stream().map(event -> row(event, serializer)).toList());
        } catch (SQLException e) {
            handlePersistenceException(e, events.getFirst());
        }
    }

    private static Row row(EventMessage<?> message, Serializer serializer) {
        DomainEventMessage<?> event = asDomainEventMessage(message);
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        SerializedObject<byte[]> metaData = event.serializeMetaData(serializer, byte[].class);
        return new Row(
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                event.getType(),
                event.getIdentifier(),
                metaData.getData(),
                payload.getData(),
                payload.getType().getRevision(),
                payload.getType().getName(),
                DateTimeUtils.formatInstant(event.getTimestamp()));
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        if (!looked) {
            if (jdbc.sql("SELECT EXISTS (SELECT FROM events.snapshot)")
                    .query(Boolean.class)
                    .single()) {
                anySnapshot = true;
            }
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
