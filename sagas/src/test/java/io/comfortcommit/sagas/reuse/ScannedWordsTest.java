package io.comfortcommit.sagas.reuse;

import io.comfortcommit.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.springframework.jdbc.core.simple.JdbcClient;

class ScannedWordsTest extends PastWordsContract {
    private static final TestDatabase DATABASE = TestDatabase.migrated("sagas");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    JdbcClient jdbc() {
        return JdbcClient.create(DATABASE.dataSource());
    }

    @Override
    PastWords words(Seals seals) {
        return new ScannedWords(jdbc(), seals);
    }
}
