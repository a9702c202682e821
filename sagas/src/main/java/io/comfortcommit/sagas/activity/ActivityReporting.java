package io.comfortcommit.sagas.activity;

import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ActivityReporting {
    @Bean
    Reports reports(CommandGateway commands, ErasedAuthors erased) {
        return new Reports(commands, erased);
    }
}
