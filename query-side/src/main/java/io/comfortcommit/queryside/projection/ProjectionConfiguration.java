package io.comfortcommit.queryside.projection;

import io.comfortcommit.axonsupport.JdbcProcessorStores;
import io.comfortcommit.axonsupport.deadletter.DeadLetterRetry;
import io.comfortcommit.axonsupport.deadletter.ParkingPolicy;
import io.comfortcommit.axonsupport.deadletter.UnknownEventException;
import io.comfortcommit.queryside.QuerySideProperties;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** One pooled processor for each projection, with tokens and dead letters in schema {@code query}. */
@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {
    private static final String SCHEMA = "query";
    private static final Set<Class<? extends Throwable>> OURS =
            Set.of(SkippedEventException.class, UnknownEventException.class, FailedWriteException.class);

    @Bean
    Savepoint projectionSavepoint(PlatformTransactionManager transactions) {
        return new Savepoint(transactions);
    }

    @Bean
    ConfigurerModule projectionProcessors(
            JdbcProcessorStores stores, QuerySideProperties properties, EventRates rates, ModelGate gate) {
        return configurer -> {
            EventProcessingConfigurer processing = configurer.eventProcessing();
            for (String projection : Projections.ALL) {
                processing
                        .registerPooledStreamingEventProcessorConfiguration(
                                projection,
                                (_, processor) -> processor
                                        .initialSegmentCount(properties.segments())
                                        .batchSize(properties.batchSize())
                                        .initialToken(StreamableMessageSource::createTailToken))
                        .registerHandlerInterceptor(projection, _ -> (unit, chain) -> {
                            // Also before an event is parked behind another one: an exchange deletes the letters of all
                            // events that its copy holds, and no others.
                            gate.enter(projection);
                            rates.count(projection);
                            return chain.proceed();
                        })
                        .registerTokenStore(projection, _ -> stores.tokenStore(SCHEMA))
                        .registerSequencingPolicy(projection, _ -> SequentialPerAggregatePolicy.instance())
                        .registerDeadLetterQueue(projection, _ -> stores.deadLetterQueue(SCHEMA, projection))
                        .registerDeadLetterPolicy(projection, _ -> new ParkingPolicy(projection, OURS))
                        .registerDeadLetteringEventHandlerInvokerConfiguration(
                                projection,
                                (_, invoker) -> invoker.allowReset(true).enableSequenceIdentifierCache());
            }
        };
    }

    @Bean
    DeadLetterRetry deadLetterRetry(LetterTurns turns, QuerySideProperties properties, Clock clock) {
        return new DeadLetterRetry(
                Projections.ALL.stream()
                        .collect(Collectors.toMap(projection -> projection, projection -> () -> turns.of(projection))),
                properties.deadLetterDelay(),
                clock);
    }
}
