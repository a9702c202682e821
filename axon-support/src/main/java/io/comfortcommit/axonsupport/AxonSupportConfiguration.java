package io.comfortcommit.axonsupport;

import io.comfortcommit.axonsupport.privacy.Envelope;
import io.comfortcommit.axonsupport.privacy.Fingerprints;
import io.comfortcommit.axonsupport.privacy.JdbcSubjectKeys;
import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.DuplicateCommandHandlerResolver;
import org.axonframework.commandhandling.distributed.RoutingStrategy;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The ground that every side stands on. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AxonSupportProperties.class)
class AxonSupportConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    StoredNames storedNames(List<StoredName> more) {
        return StoredNames.ofEventsAnd(more);
    }

    @Bean
    EventUpcasterChain eventUpcasterChain() {
        return new EventUpcasterChain(Revisions.steps());
    }

    /** @param vault connections that take part in nobody's transaction; see {@link JdbcSubjectKeys} */
    @Bean
    SubjectKeys subjectKeys(
            @Qualifier("vaultDataSource") DataSource vault, AxonSupportProperties properties, Clock clock) {
        return new JdbcSubjectKeys(vault, new SecretKeySpec(properties.masterKeyBytes(), "AES"), clock);
    }

    @Bean
    Envelope envelope(SubjectKeys keys) {
        return new Envelope(keys, new SecureRandom());
    }

    @Bean
    Fingerprints fingerprints(SubjectKeys keys) {
        return new Fingerprints(keys);
    }

    /** One serializer for everything, so that no way of storing a message leaves personal data in clear. */
    @Bean
    @Primary
    Serializer serializer(StoredNames names, SubjectKeys keys) {
        return StoredMessageSerializer.with(names, keys);
    }

    @Bean
    @Qualifier("messageSerializer")
    Serializer messageSerializer(Serializer serializer) {
        return serializer;
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(Serializer serializer) {
        return serializer;
    }

    @Bean
    CorrelationDataProvider messageMetaDataProvider() {
        return new SimpleCorrelationDataProvider(MessageMetaData.CORRELATED.toArray(String[]::new));
    }

    /**
     * Handlers block on the event store; on the caller's thread, Axon's default, that would be an event loop. A command
     * stores its events and nothing else, so there is no transaction around it.
     */
    @Bean(destroyMethod = "shutdown")
    @Qualifier("localSegment")
    CommandBus commandBus(
            Configuration axon,
            DuplicateCommandHandlerResolver duplicates,
            ObjectProvider<CommandFailureTranslation> translations) {
        AsynchronousCommandBus bus = AsynchronousCommandBus.builder()
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("command-", 0).factory()))
                .duplicateCommandHandlerResolver(duplicates)
                .messageMonitor(axon.messageMonitor(CommandBus.class, "commandBus"))
                .build();
        translations.orderedStream().forEach(bus::registerHandlerInterceptor);
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
        return bus;
    }

    /** Where several processes handle commands, those of one aggregate go to one of them. */
    @Bean
    RoutingStrategy routingStrategy() {
        return AggregateRouting::key;
    }

    @Bean
    JdbcProcessorStores jdbcProcessorStores(
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer serializer,
            AxonSupportProperties properties) {
        return new JdbcProcessorStores(connections, transactions, serializer, properties.node());
    }

    /** All pooled processors share one source, so that one thread watches for all. */
    @Bean
    ConfigurerModule processorsAreWoken() {
        return configurer -> configurer
                .eventProcessing()
                .configureDefaultStreamableMessageSource(axon -> new WakingSource(axon.eventStore()));
    }

    /** Axon's default is to log a handler's failure and go on, which loses the event for that handler. */
    @Bean
    ConfigurerModule failuresStopProcessors() {
        return configurer -> configurer
                .eventProcessing()
                .usingPooledStreamingEventProcessors()
                .registerDefaultListenerInvocationErrorHandler(axon -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(axon -> PropagatingErrorHandler.instance());
    }
}
