package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.ErasedPeople;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Found by pgvector's HNSW index; nothing is kept in memory. */
final class IndexedMessages implements PastMessages {
    /** Of other drafts, looked at for each function. */
    private static final int MOST_FUNCTIONS = 100;

    private final VectorIndex index;
    private final PastDraftRows rows;
    private final Seals seals;

    IndexedMessages(VectorIndex index, ErasedPeople erased, Seals seals) {
        this.index = index;
        this.rows = new PastDraftRows(index.jdbc(), erased);
        this.seals = seals;
    }

    @Override
    public void remember(DraftId draft, RepositoryId repository, UserId author, PastDraft past) {
        rows.insert(draft, repository, author, seals.sealed(author, past));
    }

    @Override
    public PastDrafts of(RepositoryId repository) {
        return seals.opened(new Indexed(repository));
    }

    @Override
    public boolean anyFunctions(RepositoryId repository) {
        return rows.anyFunctions(repository);
    }

    private final class Indexed implements PastDrafts {
        private final RepositoryId repository;

        Indexed(RepositoryId repository) {
            this.repository = repository;
        }

        @Override
        public List<Near> nearest(float[] vector, int most, double least) {
            return index.nearest(
                    """
                    SELECT number, message, outline, code, 1 - (code_vector <=> :vector) AS cosine
                    FROM sagas.past_draft WHERE repository_id = :repository
                    ORDER BY code_vector <=> :vector LIMIT :most""", Map.of("repository", repository.value(), "most", most), vector, least, PastDraftRows::read);
        }

        /** One search for each function; what all of them found is near by the least of its cosines. */
        @Override
        public List<Near> nearestByFunctions(List<float[]> functions, int most, double least) {
            Map<UUID, Double> cosines = new HashMap<>();
            for (int place = 0; place < functions.size(); place++) {
                Map<UUID, Double> found = draftsWith(functions.get(place), functions.size(), least);
                if (place == 0) {
                    cosines.putAll(found);
                } else {
                    cosines.keySet().retainAll(found.keySet());
                    cosines.replaceAll((draft, cosine) -> Math.min(cosine, found.getOrDefault(draft, cosine)));
                }
            }
            return cosines.isEmpty()
                    ? List.of()
                    : drafts(cosines).stream().limit(most).toList();
        }

        private Map<UUID, Double> draftsWith(float[] function, int functions, double least) {
            Map<UUID, Double> cosines = new HashMap<>();
            index
                    .rows(
                            """
                            SELECT draft_id, 1 - (past_function.code_vector <=> :vector) AS cosine
                            FROM sagas.past_function JOIN sagas.past_draft USING (draft_id)
                            WHERE repository_id = :repository AND functions = :functions
                            ORDER BY past_function.code_vector <=> :vector LIMIT :most""",
                            Map.of("repository", repository.value(), "functions", functions, "most", MOST_FUNCTIONS),
                            function,
                            (row, _) -> Map.entry(row.getObject("draft_id", UUID.class), row.getDouble("cosine")))
                    .stream()
                    .filter(each -> each.getValue() >= least)
                    .forEach(each -> cosines.merge(each.getKey(), each.getValue(), Math::max));
            return cosines;
        }

        /** The nearest first, of equally near ones the newest. */
        private List<Near> drafts(Map<UUID, Double> cosines) {
            return index
                    .jdbc()
                    .sql("""
                            SELECT draft_id, message, outline, code FROM sagas.past_draft WHERE draft_id IN (:drafts)
                            ORDER BY number DESC""")
                    .param("drafts", cosines.keySet())
                    .query((row, _) -> new Near(
                            PastDraftRows.read(row),
                            Objects.requireNonNull(cosines.get(row.getObject("draft_id", UUID.class)))))
                    .list()
                    .stream()
                    .sorted(Comparator.comparingDouble(Near::cosine).reversed())
                    .toList();
        }
    }

    @Override
    public List<DraftId> newestOf(UserId author, RepositoryId repository, int most) {
        return rows.newestOf(author, repository, most);
    }

    @Override
    public void forget(DraftId draft) {
        rows.delete(draft);
    }
}
