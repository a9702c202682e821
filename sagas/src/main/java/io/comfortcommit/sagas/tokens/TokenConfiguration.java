package io.comfortcommit.sagas.tokens;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.gateway.EventGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenProperties.class)
class TokenConfiguration {
    @Bean
    @Lazy
    CallTracker callTracker(
            TokenProperties properties,
            JdbcClient jdbc,
            ObjectProvider<MeterRegistry> registry,
            EventGateway events,
            Clock clock) {
        return new CallTracker(
                properties,
                new JdbcSpending(jdbc),
                registry.getIfAvailable(SimpleMeterRegistry::new),
                // Each is a stream of its own: the store keeps events of aggregates only.
                event -> events.publish(new GenericDomainEventMessage<>(
                        "DraftingCall", UUID.randomUUID().toString(), 0, event)),
                clock);
    }
}
