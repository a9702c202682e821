package io.comfortcommit.sagas.reuse;

import io.comfortcommit.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;

class ScannedMessagesTest extends PastMessagesContract {
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
    PastMessages messages(Seals seals) {
        return new ScannedMessages(jdbc(), erased(), seals);
    }
}
