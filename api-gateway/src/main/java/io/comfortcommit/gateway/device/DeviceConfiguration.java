package io.comfortcommit.gateway.device;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.dispatch.Offload;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class DeviceConfiguration {
    @Bean
    Devices devices(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        return new Devices(jdbc, new TransactionTemplate(transactions), clock);
    }

    @Bean
    Departures departures(Devices devices, GatewayProperties properties, Offload offload, Clock clock) {
        return new Departures(devices, properties.sessions().accessLifetime(), offload, clock);
    }
}
