package io.comfortcommit.gateway.permission;

import io.comfortcommit.gateway.access.Owner;
import io.comfortcommit.gateway.dispatch.Offload;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class PermissionConfiguration {
    @Bean
    Grants grants(JdbcClient jdbc, Owner owner) {
        return new Grants(jdbc, owner.id());
    }

    @Bean
    ActionLog actionLog(JdbcClient jdbc, Clock clock) {
        return new ActionLog(jdbc, clock);
    }

    @Bean
    Permissions permissions(ActionLog log, Offload offload) {
        return new Permissions(log, offload);
    }
}
