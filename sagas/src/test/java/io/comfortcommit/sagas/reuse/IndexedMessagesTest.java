package io.comfortcommit.sagas.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.testing.TestDatabase;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NullUnmarked // its fields are filled before the tests
class IndexedMessagesTest extends PastMessagesContract {
    private static VectorDatabase database;

    @BeforeAll
    static void start() {
        database = VectorDatabase.start();
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    TestDatabase database() {
        return database.database();
    }

    @Override
    PastMessages messages(Seals seals) {
        return new IndexedMessages(database.index(), erased(), seals);
    }

    @Test
    void theIndexIsWhatFindsThem() {
        for (String index : List.of("past_draft_code", "past_function_code")) {
            assertThat(database.definition(index)).contains("hnsw", "m='16'", "ef_construction='200'");
        }
    }
}
