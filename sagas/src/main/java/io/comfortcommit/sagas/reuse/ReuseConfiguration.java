package io.comfortcommit.sagas.reuse;

import io.comfortcommit.axonsupport.privacy.Envelope;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.llm.TextEmbeddings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReuseProperties.class)
class ReuseConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ReuseConfiguration.class);

    @Bean
    Seals seals(Envelope envelope) {
        return new Seals(envelope);
    }

    @Bean
    PastMessages pastMessages(JdbcClient jdbc, PlatformTransactionManager transactions, Seals seals) {
        boolean indexed = jdbc.sql("""
                        SELECT EXISTS (SELECT FROM information_schema.columns
                        WHERE table_schema = 'sagas' AND table_name = 'past_draft' AND column_name = 'code_vector')""").query(Boolean.class).single();
        LOG.info("approved messages are found {}", indexed ? "by pgvector" : "by a scan: the database has no pgvector");
        return indexed
                ? new IndexedMessages(jdbc, new TransactionTemplate(transactions), seals)
                : new ScannedMessages(jdbc, seals);
    }

    @Bean
    ReusedMessages reusedMessages(
            Repositories repositories,
            PastMessages past,
            JdbcClient jdbc,
            TextEmbeddings embeddings,
            Seals seals,
            ReuseProperties properties) {
        return new ReusedMessages(
                new RepositoryCode(repositories), past, new MessagesByWords(jdbc, embeddings, seals), properties);
    }

    @Bean
    RememberingActivity rememberingActivity(Repositories repositories, DraftEvents events, ReusedMessages messages) {
        return new RememberingActivity(repositories, events, messages);
    }
}
