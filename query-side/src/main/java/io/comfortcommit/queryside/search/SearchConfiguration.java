package io.comfortcommit.queryside.search;

import io.comfortcommit.queryside.drafts.ReadableDrafts;
import io.comfortcommit.queryside.drafts.StoredDrafts;
import io.comfortcommit.queryside.projection.EventRates;
import io.comfortcommit.queryside.projection.ModelGate;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchProperties.class)
class SearchConfiguration {
    @Bean
    SearchEngine searchEngine(ObjectProvider<SearchServer> servers, SearchProperties properties) {
        return new SearchEngine(server(servers, properties), properties.verifyCertificate());
    }

    @Bean
    CommitLog commitLog(SearchEngine engine, SearchProperties properties, Clock clock) {
        return new CommitLog(engine, properties, clock);
    }

    @Bean
    Backlog searchBacklog(DataSource dataSource, PlatformTransactionManager transactions, ModelGate gate) {
        return new Backlog(dataSource, transactions, gate);
    }

    @Bean
    Reconciliations reconciliations(CommitLog log, Backlog backlog, StoredDrafts drafts, Clock clock) {
        return new Reconciliations(log, backlog, drafts, clock);
    }

    @Bean
    Documents commitDocuments(CommitLog log, Backlog backlog) {
        return new Documents(log, backlog);
    }

    @Bean
    CommitLogModel commitLogModel(
            ObjectProvider<SearchServer> servers,
            SearchProperties properties,
            CommitLog log,
            Backlog backlog,
            StoredDrafts drafts,
            Documents documents,
            Reconciliations reconciliations) {
        return new CommitLogModel(server(servers, properties), log, backlog, drafts, documents, reconciliations);
    }

    @Bean
    CommitLogWriter commitLogWriter(
            ObjectProvider<SearchServer> servers,
            CommitLog log,
            Backlog backlog,
            StoredDrafts drafts,
            Documents documents,
            EventRates rates,
            QueryGateway queries,
            SearchProperties properties) {
        return new CommitLogWriter(
                server(servers, properties), log, backlog, drafts, documents, rates, queries, properties);
    }

    @Bean
    CommitSearch commitSearch(
            ObjectProvider<SearchServer> servers,
            SearchEngine engine,
            CommitLog log,
            Backlog backlog,
            ReadableDrafts drafts,
            QueryGateway queries,
            SearchProperties properties,
            Reconciliations reconciliations) {
        return new CommitSearch(
                server(servers, properties), engine, log, backlog, drafts, queries, properties, reconciliations);
    }

    /** What is configured goes before what the process starts by itself. */
    private static SearchServer server(ObjectProvider<SearchServer> servers, SearchProperties properties) {
        return properties
                .place()
                .<SearchServer>map(Configured::new)
                .orElseGet(() -> servers.getIfAvailable(() -> SearchServer.NONE));
    }

    private record Configured(Place there) implements SearchServer {
        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public Optional<Place> place() {
            return Optional.of(there);
        }
    }
}
