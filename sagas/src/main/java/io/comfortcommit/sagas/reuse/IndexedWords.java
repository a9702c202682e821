package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import java.util.List;
import java.util.Map;

/** Found by pgvector's HNSW index; nothing is kept in memory. */
final class IndexedWords implements PastWords {
    private final VectorIndex index;
    private final PastWordsRows rows;
    private final Seals seals;

    IndexedWords(VectorIndex index, Seals seals) {
        this.index = index;
        this.rows = new PastWordsRows(index.jdbc());
        this.seals = seals;
    }

    @Override
    public void remember(DraftId draft, String model, float[] words) {
        rows.insert(draft, model, words);
    }

    @Override
    public boolean any(RepositoryId repository, String model) {
        return rows.any(repository, model);
    }

    @Override
    public PastDrafts of(RepositoryId repository, String model) {
        return seals.opened((vector, most, least) -> index.nearest(
                """
                SELECT number, message, outline, words, 1 - (words_vector <=> :vector) AS cosine
                FROM sagas.past_words JOIN sagas.past_draft USING (draft_id)
                WHERE repository_id = :repository AND model = :model
                ORDER BY words_vector <=> :vector LIMIT :most""",
                Map.of("repository", repository.value(), "model", model, "most", most),
                vector,
                least,
                row -> PastDraftRows.read(row, TextEmbedding.padded(PastDraftRows.vector(row, "words")), List.of())));
    }
}
