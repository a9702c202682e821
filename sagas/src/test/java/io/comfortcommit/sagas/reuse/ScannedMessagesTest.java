package io.comfortcommit.sagas.reuse;

import io.comfortcommit.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.springframework.jdbc.core.simple.JdbcClient;

class ScannedMessagesTest extends PastMessagesContract {
    private static final TestDatabase DATABASE = TestDatabase.migrated("sagas");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    PastMessages messages(Seals seals) {
        return new ScannedMessages(JdbcClient.create(DATABASE.dataSource()), seals);
    }
}
