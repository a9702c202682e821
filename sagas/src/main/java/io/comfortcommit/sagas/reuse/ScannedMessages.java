package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.ExactScan;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Kept in PostgreSQL and looked through in memory: each repository's rows are read once and then only the new ones, so that
 * what another process remembers is found too.
 */
final class ScannedMessages implements PastMessages {
    /** Of a repository, the newest. */
    private static final int MOST_DRAFTS = 5_000;
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

    ScannedMessages(JdbcClient jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.rows = new PastDraftRows(jdbc);
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
        return seals.opened((vector, most, least) -> upToDate(repository).nearest(vector, most, least));
    }

    private ExactScan upToDate(RepositoryId repository) {
        Read known;
        synchronized (read) {
            known = read.computeIfAbsent(repository, _ -> new Read());
        }
        synchronized (known) {
            jdbc.sql("""
                    SELECT number, message, outline, code FROM (
                        SELECT * FROM sagas.past_draft WHERE repository_id = :repository AND number > :number
                        ORDER BY number DESC LIMIT :most) newest
                    ORDER BY number""")
                    .param("repository", repository.value())
                    .param("number", known.number)
                    .param("most", MOST_DRAFTS)
                    .query((row, _) -> {
                        known.drafts.remember(PastDraftRows.read(row));
                        known.number = row.getLong("number");
                        return known.number;
                    })
                    .list();
            return known.drafts;
        }
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
