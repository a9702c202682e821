package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Rows of {@code sagas.past_draft}, whose messages are {@linkplain Seals sealed}. */
record PastDraftRows(JdbcClient jdbc) {
    private static final JsonMapper JSON = JsonMapper.shared();

    void insert(DraftId draft, RepositoryId repository, UserId author, PastDraft past) {
        jdbc.sql("""
                INSERT INTO sagas.past_draft (draft_id, repository_id, author, message, outline, code)
                VALUES (:draft, :repository, :author, :message, :outline, :code)
                ON CONFLICT (draft_id) DO NOTHING""")
                .param("draft", draft.value())
                .param("repository", repository.value())
                .param("author", author.value())
                .param("message", past.message())
                .param("outline", JSON.writeValueAsString(past.outline()))
                .param("code", past.vector())
                .update();
    }

    void delete(DraftId draft) {
        jdbc.sql("DELETE FROM sagas.past_draft WHERE draft_id = :draft")
                .param("draft", draft.value())
                .update();
    }

    /** Of the columns message, outline and code. */
    static PastDraft read(ResultSet row) throws SQLException {
        return read(row, vector(row, "code"));
    }

    /** Of the columns message and outline. */
    static PastDraft read(ResultSet row, float[] vector) throws SQLException {
        return new PastDraft(vector, row.getString("message"), JSON.readValue(row.getString("outline"), Outline.class));
    }

    static float[] vector(ResultSet row, String column) throws SQLException {
        Float[] stored = (Float[]) row.getArray(column).getArray();
        float[] vector = new float[stored.length];
        for (int place = 0; place < vector.length; place++) {
            vector[place] = stored[place];
        }
        return vector;
    }
}
