package io.comfortcommit.sagas.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.testing.TestDatabase;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NullUnmarked // its fields are filled before the tests
class IndexedWordsTest extends PastWordsContract {
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
    PastWords words(Seals seals) {
        return new IndexedWords(database.index(), seals);
    }

    @Test
    void theIndexIsWhatFindsThem() {
        assertThat(database.definition("past_words_words")).contains("hnsw", "m='16'", "ef_construction='200'");
    }
}
