package io.comfortcommit.gateway.device;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.repositories.ErasedPeople;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class DeviceConfiguration {
    @Bean
    Devices devices(JdbcClient jdbc, @Qualifier("erasedInGateway") ErasedPeople erased, Clock clock) {
        return new Devices(jdbc, erased, clock);
    }

    @Bean
    Departures departures(Devices devices, GatewayProperties properties, Offload offload, Clock clock) {
        return new Departures(devices, properties.sessions().accessLifetime(), offload, clock);
    }
}
