package io.comfortcommit.sagas.commit;

import io.comfortcommit.axonsupport.JdbcProcessorStores;
import io.comfortcommit.axonsupport.StoredName;
import io.comfortcommit.axonsupport.deadletter.DeadLetterRetry;
import io.comfortcommit.axonsupport.deadletter.JdbcDeadLetters;
import io.comfortcommit.axonsupport.deadletter.ParkingPolicy;
import io.comfortcommit.axonsupport.deadletter.UnknownEventException;
import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.sagas.activity.ErasedAuthors;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.SagaManagerSpanFactory;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Patience.class)
class CommitSagaConfiguration {
    private static final String PROCESSOR = DeadLetterView.SAGA;
    private static final String SCHEMA = "sagas";

    /** After the first failure to read an event. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

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
    ConfigurerModule commitSagas(SagaStore<Object> store, JdbcProcessorStores stores, TransactionManager transactions) {
        return configurer -> configurer
                .eventProcessing()
                .registerSaga(
                        CommitSaga.class,
                        saga -> saga.configureSagaStore(axon -> store)
                                .configureSagaManager(axon -> manager(axon, stores, transactions)))
                .assignHandlerTypesMatching(PROCESSOR, CommitSaga.class::equals)
                .registerTokenStore(PROCESSOR, axon -> stores.tokenStore(SCHEMA))
                .registerPooledStreamingEventProcessorConfiguration(
                        PROCESSOR,
                        (axon, processor) -> processor
                                .initialToken(StreamableMessageSource::createTailToken)
                                .initialSegmentCount(SEGMENTS));
    }

    /** As Axon makes one, but for the parking. */
    private static ParkingSagaManager manager(
            org.axonframework.config.Configuration axon, JdbcProcessorStores stores, TransactionManager transactions) {
        EventProcessingConfiguration processing = axon.eventProcessingConfiguration();
        return new ParkingSagaManager(
                AnnotatedSagaManager.<CommitSaga>builder()
                        .sagaType(CommitSaga.class)
                        .sagaRepository(
                                processing.sagaConfiguration(CommitSaga.class).repository())
                        .parameterResolverFactory(axon.parameterResolverFactory())
                        .handlerDefinition(axon.handlerDefinition(CommitSaga.class))
                        .listenerInvocationErrorHandler(processing.listenerInvocationErrorHandler(PROCESSOR))
                        .spanFactory(axon.getComponent(SagaManagerSpanFactory.class)),
                stores.deadLetterQueue(SCHEMA, PROCESSOR),
                new ParkingPolicy(PROCESSOR, Set.of(UnknownEventException.class)),
                axon.eventStore(),
                transactions);
    }

    private static Supplier<Optional<SequencedDeadLetterProcessor<EventMessage<?>>>> saga(
            org.axonframework.config.Configuration axon) {
        return () -> Optional.of((ParkingSagaManager) axon.eventProcessingConfiguration()
                .sagaConfiguration(CommitSaga.class)
                .manager());
    }

    @Bean
    DeadLetterRetry sagaDeadLetterRetry(org.axonframework.config.Configuration axon, Clock clock) {
        return new DeadLetterRetry(Map.of(PROCESSOR, saga(axon)), RETRY_DELAY, clock);
    }

    @Bean
    SagaDeadLetters sagaDeadLetters(org.axonframework.config.Configuration axon, JdbcClient jdbc) {
        return new SagaDeadLetters(new JdbcDeadLetters(jdbc, SCHEMA), saga(axon));
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
