package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.analysis.reuse.ExactScan;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The newest {@value #MOST_DRAFTS} of a repository, read for each search: it is made only where the code found nothing, and
 * memory is dearer.
 */
final class ScannedWords implements PastWords {
    private static final int MOST_DRAFTS = 500;

    private final JdbcClient jdbc;
    private final PastWordsRows rows;
    private final Seals seals;

    ScannedWords(JdbcClient jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.rows = new PastWordsRows(jdbc);
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
        return seals.opened((vector, most, least) -> read(repository, model).nearest(vector, most, least));
    }

    private ExactScan read(RepositoryId repository, String model) {
        ExactScan past = new ExactScan();
        jdbc.sql("""
                SELECT message, outline, words FROM (
                    SELECT number, message, outline, words FROM sagas.past_draft JOIN sagas.past_words USING (draft_id)
                    WHERE repository_id = :repository AND model = :model ORDER BY number DESC LIMIT :most) newest
                ORDER BY number""")
                .param("repository", repository.value())
                .param("model", model)
                .param("most", MOST_DRAFTS)
                .query((row, _) -> {
                    past.remember(PastDraftRows.read(
                            row, TextEmbedding.padded(PastDraftRows.vector(row, "words")), List.of()));
                    return model;
                })
                .list();
        return past;
    }
}
