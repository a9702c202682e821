package io.comfortcommit.sagas.reuse;

import com.pgvector.PGvector;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.analysis.reuse.PastDrafts.Near;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Found by pgvector's HNSW index; nothing is kept in memory. */
final class IndexedMessages implements PastMessages {
    /** Looked at before the nearest are taken: with this many a search misses next to nothing. */
    private static final int SEARCHED = 100;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final PastDraftRows rows;
    private final Seals seals;

    IndexedMessages(JdbcClient jdbc, TransactionOperations transactions, Seals seals) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.rows = new PastDraftRows(jdbc);
        this.seals = seals;
    }

    @Override
    public void remember(DraftId draft, RepositoryId repository, UserId author, PastDraft past) {
        rows.insert(draft, repository, author, seals.sealed(author, past));
    }

    @Override
    public PastDrafts of(RepositoryId repository) {
        return seals.opened((vector, most, least) ->
                Objects.requireNonNull(transactions.execute(_ -> nearest(repository, vector, most, least))));
    }

    private List<Near> nearest(RepositoryId repository, float[] vector, int most, double least) {
        // The index knows nothing of repositories: it goes on until it has found enough of this one.
        jdbc.sql("SET LOCAL hnsw.iterative_scan = strict_order").update();
        jdbc.sql("SET LOCAL hnsw.ef_search = " + SEARCHED).update();
        record Row(Near near, long number) {}
        return jdbc
                .sql("""
                        SELECT number, message, outline, code, 1 - (code_vector <=> :vector) AS cosine
                        FROM sagas.past_draft WHERE repository_id = :repository
                        ORDER BY code_vector <=> :vector LIMIT :most""")
                .param("vector", new PGvector(vector))
                .param("repository", repository.value())
                .param("most", most)
                .query((row, _) ->
                        new Row(new Near(PastDraftRows.read(row), row.getDouble("cosine")), row.getLong("number")))
                .list()
                .stream()
                .filter(row -> row.near().cosine() >= least)
                .sorted(Comparator.comparingDouble((Row row) -> row.near().cosine())
                        .thenComparingLong(Row::number)
                        .reversed())
                .map(Row::near)
                .toList();
    }

    @Override
    public void forget(DraftId draft) {
        rows.delete(draft);
    }
}
