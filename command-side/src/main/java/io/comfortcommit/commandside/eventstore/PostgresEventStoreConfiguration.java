package io.comfortcommit.commandside.eventstore;

import io.comfortcommit.axonsupport.JdbcStoredEvents;
import io.comfortcommit.axonsupport.StoredEvents;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The event store where there is no Axon Server. One process writes it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
class PostgresEventStoreConfiguration {
    private static final String EVENTS = "events.domain_event";
    private static final String UNIQUE_VIOLATION = "23505";

    /** Commands store events and nothing else, so that there is no transaction to take part in; see {@link GroupCommit}. */
    @Bean
    EventStorageEngine eventStorageEngine(
            DataSource dataSource,
            @Qualifier("eventSerializer") Serializer serializer,
            JdbcClient jdbc,
            org.axonframework.config.Configuration axon) {
        return new PostgresEngine(
                JdbcEventStorageEngine.builder()
                        .connectionProvider(dataSource::getConnection)
                        .transactionManager(NoTransactionManager.instance())
                        .eventSerializer(serializer)
                        .snapshotSerializer(serializer)
                        .persistenceExceptionResolver(PostgresEventStoreConfiguration::isDuplicate)
                        .upcasterChain(axon.upcasterChain())
                        .snapshotFilter(axon.snapshotFilter())
                        .schema(eventSchema()),
                jdbc,
                new GroupCommit(dataSource));
    }

    @Bean
    StoredEvents storedEvents(JdbcClient jdbc) {
        return new JdbcStoredEvents(jdbc, EVENTS);
    }

    static boolean isDuplicate(Throwable failure) {
        return failure instanceof SQLException database && UNIQUE_VIOLATION.equals(database.getSQLState())
                || failure.getCause() != null && isDuplicate(failure.getCause());
    }

    static EventSchema eventSchema() {
        return EventSchema.builder()
                .eventTable(EVENTS)
                .snapshotTable("events.snapshot")
                .globalIndexColumn("global_index")
                .aggregateIdentifierColumn("aggregate_identifier")
                .sequenceNumberColumn("sequence_number")
                .typeColumn("type")
                .eventIdentifierColumn("event_identifier")
                .metaDataColumn("meta_data")
                .payloadColumn("payload")
                .payloadRevisionColumn("payload_revision")
                .payloadTypeColumn("payload_type")
                .timestampColumn("time_stamp")
                .build();
    }
}
