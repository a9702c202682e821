package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.ErasedPeople;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Rows of {@code sagas.past_draft}, whose messages are {@linkplain Seals sealed}. */
record PastDraftRows(JdbcClient jdbc, ErasedPeople erased) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of an author who was erased since the message was sealed nothing is written. */
    void insert(DraftId draft, RepositoryId repository, UserId author, PastDraft past) {
        var _ = erased.ifKept(author, () -> {
            write(draft, repository, author, past);
            return true;
        });
    }

    private void write(DraftId draft, RepositoryId repository, UserId author, PastDraft past) {
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
        List<float[]> functions = past.functions();
        for (int place = 0; place < functions.size(); place++) {
            jdbc.sql("""
                    INSERT INTO sagas.past_function (draft_id, place, functions, code)
                    VALUES (:draft, :place, :functions, :code)
                    ON CONFLICT (draft_id, place) DO NOTHING""")
                    .param("draft", draft.value())
                    .param("place", place)
                    .param("functions", functions.size())
                    .param("code", functions.get(place))
                    .update();
        }
    }

    boolean anyFunctions(RepositoryId repository) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM sagas.past_draft JOIN sagas.past_function USING (draft_id)
                        WHERE repository_id = :repository)""")
                .param("repository", repository.value())
                .query(Boolean.class)
                .single();
    }

    List<DraftId> newestOf(UserId author, RepositoryId repository, int most) {
        return jdbc.sql("""
                        SELECT draft_id FROM sagas.past_draft
                        WHERE repository_id = :repository AND author = :author
                        ORDER BY number DESC LIMIT :most""")
                .param("repository", repository.value())
                .param("author", author.value())
                .param("most", most)
                .query((row, _) -> new DraftId(row.getObject("draft_id", UUID.class)))
                .list();
    }

    void delete(DraftId draft) {
        jdbc.sql("DELETE FROM sagas.past_draft WHERE draft_id = :draft")
                .param("draft", draft.value())
                .update();
    }

    /** Of the columns message, outline and code. */
    static PastDraft read(ResultSet row) throws SQLException {
        return read(row, vector(row, "code"), List.of());
    }

    /** Of the columns message and outline. */
    static PastDraft read(ResultSet row, float[] vector, List<float[]> functions) throws SQLException {
        return new PastDraft(
                vector, functions, row.getString("message"), JSON.readValue(row.getString("outline"), Outline.class));
    }

    static float[] vector(ResultSet row, String column) throws SQLException {
        return vector((Float[]) row.getArray(column).getArray());
    }

    /** Of an array of arrays. */
    static List<float[]> vectors(ResultSet row, String column) throws SQLException {
        List<float[]> vectors = new ArrayList<>();
        for (Object stored : (Object[]) row.getArray(column).getArray()) {
            vectors.add(vector((Float[]) stored));
        }
        return vectors;
    }

    private static float[] vector(Float[] stored) {
        float[] vector = new float[stored.length];
        for (int place = 0; place < vector.length; place++) {
            vector[place] = stored[place];
        }
        return vector;
    }
}
