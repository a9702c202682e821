package io.comfortcommit.gateway.secret;

import io.comfortcommit.repositories.ErasedPeople;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretProperties.class)
class SecretConfiguration {
    @Bean
    UserSecrets userSecrets(
            SecretProperties properties,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            @Qualifier("erasedInGateway") ErasedPeople erased,
            Clock clock) {
        return new UserSecrets(
                jdbc,
                new TransactionTemplate(transactions),
                erased,
                new DataKeys(jdbc, new WrappingKeys(properties), clock),
                clock);
    }
}
