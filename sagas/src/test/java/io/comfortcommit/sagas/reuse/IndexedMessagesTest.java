package io.comfortcommit.sagas.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.comfortcommit.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@NullUnmarked // its fields are filled before the tests
class IndexedMessagesTest extends PastMessagesContract {
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        String folder = System.getenv("COMFORT_TEST_PGVECTOR");
        Path binaries = Path.of(folder == null ? "" : folder, "postgres.txz");
        assumeThat(folder != null && Files.exists(binaries))
                .as("PGVECTOR IS NOT TESTED: set COMFORT_TEST_PGVECTOR to what .ci/pgvector prints")
                .isTrue();
        database = TestDatabase.migratedWithVectors(binaries, "sagas");
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    PastMessages messages(Seals seals) {
        return new IndexedMessages(
                JdbcClient.create(database.dataSource()),
                new TransactionTemplate(new JdbcTransactionManager(database.dataSource())),
                seals);
    }

    @Test
    void theIndexIsWhatFindsThem() {
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        assertThat(jdbc.sql(
                                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'sagas' AND indexname = 'past_draft_code'")
                        .query(String.class)
                        .single())
                .contains("hnsw", "m='16'", "ef_construction='200'");
    }
}
