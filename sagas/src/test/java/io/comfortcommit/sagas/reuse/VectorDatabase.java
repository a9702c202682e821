package io.comfortcommit.sagas.reuse;

import io.comfortcommit.testing.Needed;
import io.comfortcommit.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A PostgreSQL with pgvector, where there is one. */
record VectorDatabase(TestDatabase database) implements AutoCloseable {
    static VectorDatabase start() {
        String folder = System.getenv("COMFORT_TEST_PGVECTOR");
        Path binaries = Path.of(folder == null ? "" : folder, "postgres.txz");
        Needed.check(
                folder != null && Files.exists(binaries),
                "PGVECTOR IS NOT TESTED: set COMFORT_TEST_PGVECTOR to what .ci/pgvector prints");
        return new VectorDatabase(TestDatabase.migratedWithVectors(binaries, "sagas"));
    }

    JdbcClient jdbc() {
        return JdbcClient.create(database.dataSource());
    }

    VectorIndex index() {
        return new VectorIndex(jdbc(), new TransactionTemplate(new JdbcTransactionManager(database.dataSource())));
    }

    String definition(String index) {
        return jdbc().sql("SELECT indexdef FROM pg_indexes WHERE schemaname = 'sagas' AND indexname = ?")
                .param(index)
                .query(String.class)
                .single();
    }

    @Override
    public void close() {
        database.close();
    }
}
