package io.comfortcommit.sagas.delivery;

import io.comfortcommit.repositories.Deliveries;
import io.comfortcommit.repositories.PushedBranches;
import io.comfortcommit.repositories.Repositories;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {
    @Bean
    DeliveryWork deliveryWork(
            Deliveries deliveries, Repositories repositories, PushedBranches branches, CommandGateway commands) {
        return new DeliveryWork(deliveries, new DraftingDeliveries(repositories, branches, commands));
    }
}
