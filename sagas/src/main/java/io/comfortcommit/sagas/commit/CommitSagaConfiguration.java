package io.comfortcommit.sagas.commit;

import io.comfortcommit.axonsupport.JdbcProcessorStores;
import io.comfortcommit.axonsupport.StoredName;
import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.sagas.activity.ErasedAuthors;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Patience.class)
class CommitSagaConfiguration {
    private static final String PROCESSOR = "commit-saga";

    /** How many processes can share the saga's work at most; fixed once events were handled. */
    private static final int SEGMENTS = 4;

    @Bean
    SagaStore<Object> sagaStore(ConnectionProvider connections, Serializer serializer) {
        return JdbcSagaStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .sqlSchema(new PostgresSagaSqlSchema(SagaSchema.builder()
                        .sagaEntryTable("sagas.saga")
                        .revisionColumn("revision")
                        .serializedSagaColumn("serialized_saga")
                        .associationValueEntryTable("sagas.association_value")
                        .associationKeyColumn("association_key")
                        .associationValueColumn("association_value")
                        .sagaIdColumn("saga_id")
                        .sagaTypeColumn("saga_type")
                        .build()))
                .build();
    }

    @Bean
    ConfigurerModule commitSagas(SagaStore<Object> store, JdbcProcessorStores stores) {
        return configurer -> configurer
                .eventProcessing()
                .registerSaga(CommitSaga.class, saga -> saga.configureSagaStore(axon -> store))
                .assignHandlerTypesMatching(PROCESSOR, CommitSaga.class::equals)
                .registerTokenStore(PROCESSOR, axon -> stores.tokenStore("sagas"))
                .registerPooledStreamingEventProcessorConfiguration(
                        PROCESSOR,
                        (axon, processor) -> processor
                                .initialToken(StreamableMessageSource::createTailToken)
                                .initialSegmentCount(SEGMENTS));
    }

    @Bean
    DraftEvents draftEvents(EventStore events) {
        return new DraftEvents(events);
    }

    @Bean
    ErasedAuthors erasedAuthors(DraftEvents events, SubjectKeys keys) {
        return new DestroyedKeys(events, keys);
    }

    @Bean
    StoredName storedCommitSaga() {
        return new StoredName("commit-saga", "1", CommitSaga.class);
    }
}
