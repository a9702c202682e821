package io.comfortcommit.queryside.chain;

import io.comfortcommit.axonsupport.JdbcProcessorStores;
import io.comfortcommit.axonsupport.StoredEvents;
import io.comfortcommit.messages.chain.Leaf;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The chain is kept where the events can be read as they are stored. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChainProperties.class)
class ChainConfiguration {
    @Bean
    ChainStore chainStore(DataSource dataSource) {
        return new ChainStore(JdbcClient.create(dataSource));
    }

    @Bean
    Chain chain(ChainStore store, ObjectProvider<StoredEvents> events, ObjectProvider<LeafSource> more) {
        return new Chain(store, sources(events, more));
    }

    @Bean
    ChainWriter chainWriter(
            ChainStore store,
            ObjectProvider<StoredEvents> events,
            ObjectProvider<LeafSource> more,
            PlatformTransactionManager transactions,
            ChainProperties properties,
            JdbcProcessorStores stores,
            Clock clock) {
        return new ChainWriter(
                store, sources(events, more), new TransactionTemplate(transactions), properties, stores.node(), clock);
    }

    private static List<LeafSource> sources(ObjectProvider<StoredEvents> events, ObjectProvider<LeafSource> more) {
        List<LeafSource> sources = new ArrayList<>();
        events.ifAvailable(stored -> sources.add(new LeafSource("events", Leaf.EVENT, stored)));
        more.orderedStream().forEach(sources::add);
        return sources;
    }
}
