package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import java.util.Map;

/** Found by pgvector's HNSW index; nothing is kept in memory. */
final class IndexedMessages implements PastMessages {
    private final VectorIndex index;
    private final PastDraftRows rows;
    private final Seals seals;

    IndexedMessages(VectorIndex index, Seals seals) {
        this.index = index;
        this.rows = new PastDraftRows(index.jdbc());
        this.seals = seals;
    }

    @Override
    public void remember(DraftId draft, RepositoryId repository, UserId author, PastDraft past) {
        rows.insert(draft, repository, author, seals.sealed(author, past));
    }

    @Override
    public PastDrafts of(RepositoryId repository) {
        return seals.opened((vector, most, least) -> index.nearest(
                """
                SELECT number, message, outline, code, 1 - (code_vector <=> :vector) AS cosine
                FROM sagas.past_draft WHERE repository_id = :repository
                ORDER BY code_vector <=> :vector LIMIT :most""", Map.of("repository", repository.value(), "most", most), vector, least, PastDraftRows::read));
    }

    @Override
    public void forget(DraftId draft) {
        rows.delete(draft);
    }
}
