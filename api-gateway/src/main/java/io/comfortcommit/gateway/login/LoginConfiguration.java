package io.comfortcommit.gateway.login;

import io.comfortcommit.gateway.access.Owner;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LoginProperties.class)
class LoginConfiguration {
    @Bean
    LoginProviders loginProviders(LoginProperties properties, Clock clock) {
        return new LoginProviders(properties.providers(), new ProviderHttp(), clock);
    }

    @Bean
    Accounts accounts(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            LoginProperties properties,
            Owner owner,
            Clock clock) {
        return new Accounts(jdbc, new TransactionTemplate(transactions), properties, owner, clock);
    }
}
