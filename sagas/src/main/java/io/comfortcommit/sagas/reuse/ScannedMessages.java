package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.ExactScan;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.ErasedPeople;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Kept in PostgreSQL and looked through in memory: each repository's rows are read once and then only the new ones, so that
 * what another process remembers is found too.
 */
final class ScannedMessages implements PastMessages {
    /** Of a repository, the newest. */
    private static final int MOST_DRAFTS = 5_000;
    /** Of those the newest, whose functions are kept too: they take three times as much memory. */
    private static final int MOST_WITH_FUNCTIONS = 1_000;
    /** Kept in memory, those used last. */
    private static final int MOST_REPOSITORIES = 16;

    private final JdbcClient jdbc;
    private final PastDraftRows rows;
    private final Seals seals;
    private final Map<RepositoryId, Read> read = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RepositoryId, Read> eldest) {
            return size() > MOST_REPOSITORIES;
        }
    };

    ScannedMessages(JdbcClient jdbc, ErasedPeople erased, Seals seals) {
        this.jdbc = jdbc;
        this.rows = new PastDraftRows(jdbc, erased);
        this.seals = seals;
    }

    /** What of a repository is in memory. */
    private static final class Read {
        private final ExactScan drafts = new ExactScan();
        /** Of the newest row that was read. */
        private long number;
    }

    @Override
    public void remember(DraftId draft, RepositoryId repository, UserId author, PastDraft past) {
        rows.insert(draft, repository, author, seals.sealed(author, past));
    }

    @Override
    public PastDrafts of(RepositoryId repository) {
        return seals.opened(new PastDrafts() {
            @Override
            public List<Near> nearest(float[] vector, int most, double least) {
                return upToDate(repository).nearest(vector, most, least);
            }

            @Override
            public List<Near> nearestByFunctions(List<float[]> functions, int most, double least) {
                return upToDate(repository).nearestByFunctions(functions, most, least);
            }
        });
    }

    @Override
    public boolean anyFunctions(RepositoryId repository) {
        return rows.anyFunctions(repository);
    }

    private ExactScan upToDate(RepositoryId repository) {
        Read known;
        synchronized (read) {
            known = read.computeIfAbsent(repository, _ -> new Read());
        }
        synchronized (known) {
            jdbc.sql("""
                    SELECT number, message, outline, code,
                        CASE WHEN age <= :withFunctions THEN
                            ARRAY(SELECT code FROM sagas.past_function
                                  WHERE draft_id = newest.draft_id ORDER BY place)
                        ELSE '{}' END AS functions
                    FROM (
                        SELECT *, row_number() OVER (ORDER BY number DESC) AS age
                        FROM sagas.past_draft WHERE repository_id = :repository AND number > :number
                        ORDER BY number DESC LIMIT :most) newest
                    ORDER BY number""")
                    .param("repository", repository.value())
                    .param("number", known.number)
                    .param("most", MOST_DRAFTS)
                    .param("withFunctions", MOST_WITH_FUNCTIONS)
                    .query((row, _) -> {
                        known.drafts.remember(PastDraftRows.read(
                                row, PastDraftRows.vector(row, "code"), PastDraftRows.vectors(row, "functions")));
                        known.number = row.getLong("number");
                        return known.number;
                    })
                    .list();
            return known.drafts;
        }
    }

    @Override
    public List<DraftId> newestOf(UserId author, RepositoryId repository, int most) {
        return rows.newestOf(author, repository, most);
    }

    @Override
    public void forget(DraftId draft) {
        rows.delete(draft);
        // It is rare, and the rest is read again when it is needed.
        synchronized (read) {
            read.clear();
        }
    }
}
