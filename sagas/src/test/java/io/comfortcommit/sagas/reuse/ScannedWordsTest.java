package io.comfortcommit.sagas.reuse;

import io.comfortcommit.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;

class ScannedWordsTest extends PastWordsContract {
    private static final TestDatabase DATABASE = TestDatabase.migrated("sagas");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    TestDatabase database() {
        return DATABASE;
    }

    @Override
    PastWords words(Seals seals) {
        return new ScannedWords(jdbc(), seals);
    }
}
