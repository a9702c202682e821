package io.comfortcommit.sagas.reuse;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import java.util.Arrays;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code sagas.past_words}. */
record PastWordsRows(JdbcClient jdbc) {
    void insert(DraftId draft, String model, float[] words) {
        jdbc.sql("""
                INSERT INTO sagas.past_words (draft_id, model, words)
                SELECT draft_id, :model, :words FROM sagas.past_draft WHERE draft_id = :draft
                ON CONFLICT (draft_id) DO NOTHING""")
                .param("draft", draft.value())
                .param("model", model)
                .param("words", withoutPadding(words))
                .update();
    }

    private static float[] withoutPadding(float[] vector) {
        int length = vector.length;
        while (length > 1 && vector[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(vector, length);
    }

    boolean any(RepositoryId repository, String model) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM sagas.past_draft JOIN sagas.past_words USING (draft_id)
                        WHERE repository_id = :repository AND model = :model)""")
                .param("repository", repository.value())
                .param("model", model)
                .query(Boolean.class)
                .single();
    }
}
