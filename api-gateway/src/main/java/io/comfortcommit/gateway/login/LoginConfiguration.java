package io.comfortcommit.gateway.login;

import io.comfortcommit.gateway.access.Owner;
import io.comfortcommit.gateway.secret.UserSecrets;
import io.comfortcommit.gateway.token.SignedTokens;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LoginProperties.class, KakaoProperties.class})
class LoginConfiguration {
    @Bean
    LoginProviders loginProviders(LoginProperties properties, Clock clock) {
        return new LoginProviders(properties.providers(), new ProviderHttp(), clock);
    }

    @Bean
    KakaoAccounts kakaoAccounts(KakaoProperties properties, UserSecrets secrets, SignedTokens tokens, Clock clock) {
        return new KakaoAccounts(properties, secrets, tokens, new ProviderHttp(), clock);
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
