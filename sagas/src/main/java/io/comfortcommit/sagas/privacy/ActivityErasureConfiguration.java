package io.comfortcommit.sagas.privacy;

import io.comfortcommit.repositories.ErasedPeople;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class ActivityErasureConfiguration {
    /** Sides that share a process have one each. */
    @Bean
    ErasedPeople erasedInActivities(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new ErasedPeople(jdbc, transactions, "sagas");
    }
}
