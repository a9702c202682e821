package io.comfortcommit.commandside.repository;

import io.comfortcommit.axonsupport.AggregateRouting;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.ConfigurerModule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TrackedRepositoryConfiguration {
    @Bean
    ConfigurerModule trackedRepositories() {
        return configurer ->
                configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(TrackedRepository.class)
                        .configureCommandTargetResolver(axon -> AggregateRouting::target));
    }
}
