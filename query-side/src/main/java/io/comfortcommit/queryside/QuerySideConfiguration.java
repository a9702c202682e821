package io.comfortcommit.queryside;

import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryInvocationErrorHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The read side; found by a component scan from {@code io.comfortcommit}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QuerySideProperties.class)
class QuerySideConfiguration {
    /**
     * Without a transaction manager: Axon's own bean begins a JDBC transaction for every query on the caller's thread,
     * which is an event loop. Our handlers read through R2DBC and need none. With Axon Server its own bus is used, which
     * has threads of its own.
     */
    @Bean
    @ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "false")
    QueryBus queryBus(
            org.axonframework.config.Configuration axon,
            QueryUpdateEmitter updates,
            ObjectProvider<QueryInvocationErrorHandler> errors) {
        SimpleQueryBus.Builder builder = SimpleQueryBus.builder()
                .queryUpdateEmitter(updates)
                .messageMonitor(axon.messageMonitor(QueryBus.class, "queryBus"));
        errors.ifAvailable(builder::errorHandler);
        SimpleQueryBus bus = builder.build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
        return bus;
    }
}
