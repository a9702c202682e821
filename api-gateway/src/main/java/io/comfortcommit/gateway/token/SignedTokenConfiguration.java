package io.comfortcommit.gateway.token;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.secret.UserSecrets;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class SignedTokenConfiguration {
    /** Where no address is configured; the keys are of this installation alone anyway. */
    private static final String NAMELESS = "comfort-commit";

    @Bean
    SigningKeys signingKeys(
            JdbcClient jdbc, PlatformTransactionManager transactions, UserSecrets secrets, Clock clock) {
        return new SigningKeys(jdbc, new TransactionTemplate(transactions), secrets, clock);
    }

    @Bean
    SignedTokens signedTokens(SigningKeys keys, GatewayProperties properties, Clock clock) {
        return new SignedTokens(
                keys,
                properties.publicUrl() == null
                        ? NAMELESS
                        : properties.publicUrl().toString(),
                clock);
    }
}
