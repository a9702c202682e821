package io.comfortcommit.sagas.reuse;

import io.comfortcommit.axonsupport.privacy.Envelope;
import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.llm.TextEmbeddings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
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
    PastMessages pastMessages(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            @Qualifier("erasedInActivities") ErasedPeople erased,
            Seals seals) {
        boolean indexed = isIndexed(jdbc, "past_draft", "code_vector");
        LOG.info("approved messages are found {}", indexed ? "by pgvector" : "by a scan: the database has no pgvector");
        return indexed
                ? new IndexedMessages(index(jdbc, transactions), erased, seals)
                : new ScannedMessages(jdbc, erased, seals);
    }

    @Bean
    PastWords pastWords(JdbcClient jdbc, PlatformTransactionManager transactions, Seals seals) {
        return isIndexed(jdbc, "past_words", "words_vector")
                ? new IndexedWords(index(jdbc, transactions), seals)
                : new ScannedWords(jdbc, seals);
    }

    private static VectorIndex index(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new VectorIndex(jdbc, new TransactionTemplate(transactions));
    }

    private static boolean isIndexed(JdbcClient jdbc, String table, String column) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM information_schema.columns
                        WHERE table_schema = 'sagas' AND table_name = :table AND column_name = :column)""")
                .param("table", table)
                .param("column", column)
                .query(Boolean.class)
                .single();
    }

    @Bean
    ReusedMessages reusedMessages(
            Repositories repositories,
            PastMessages past,
            PastWords words,
            TextEmbeddings embeddings,
            ReuseProperties properties) {
        return new ReusedMessages(
                new RepositoryCode(repositories),
                past,
                new MessagesByWords(words, embeddings, properties.wordsWithin()),
                properties);
    }

    @Bean
    RememberingActivity rememberingActivity(
            Repositories repositories, DraftEvents events, ReusedMessages messages, AgentMode agents) {
        return new RememberingActivity(repositories, events, messages, agents);
    }
}
