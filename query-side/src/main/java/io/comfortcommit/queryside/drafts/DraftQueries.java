package io.comfortcommit.queryside.drafts;

import io.comfortcommit.messages.query.DraftPage;
import io.comfortcommit.messages.query.DraftQuery.FindDraft;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.FoundDraft;
import io.comfortcommit.queryside.visibility.OwnDrafts;
import io.comfortcommit.queryside.visibility.RowSecurity;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.RowsFetchSpec;
import org.springframework.stereotype.Component;

/** Answers from {@code query.draft}. Never blocks, so that it may be asked on an event loop. */
@Component
class DraftQueries {
    private static final int LARGEST_PAGE = 100;
    /** Parts of words are found too, as Korean needs it: particles are written without a space. */
    private static final String SEARCHED = "concat_ws(' ', message, branch, landed_on, commit_id, commit_ids)";

    private final RowSecurity rows;

    DraftQueries(RowSecurity rows) {
        this.rows = rows;
    }

    @QueryHandler
    CompletableFuture<FoundDraft> handle(FindDraft query) {
        return rows.readAs(
                        query.caller(),
                        database -> database.sql(
                                        "SELECT " + DraftRow.COLUMNS + " FROM query.draft d WHERE draft_id = :draft")
                                .bind("draft", query.draftId().value())
                                .map(DraftQueries::view))
                .map(found -> found.isEmpty() ? FoundDraft.NOTHING : new FoundDraft(found.getFirst()))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<DraftPage> handle(FindDrafts query) {
        if (query.first() < 1 || query.first() > LARGEST_PAGE) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("a page has 1 to " + LARGEST_PAGE + " drafts, not " + query.first()));
        }
        return rows.readAs(query.caller(), database -> select(database, query))
                .map(found -> page(found, query.first()))
                .toFuture();
    }

    private static RowsFetchSpec<DraftView> select(DatabaseClient database, FindDrafts query) {
        // One more than asked for, to know whether there is a next page.
        DatabaseClient.GenericExecuteSpec select = database.sql("SELECT " + DraftRow.COLUMNS
                        + " FROM query.draft d WHERE " + OwnDrafts.CONDITION
                        + (query.statuses().isEmpty() ? "" : " AND status = ANY(:statuses)")
                        + (query.words().isEmpty() ? "" : " AND " + SEARCHED + " ILIKE ALL(:words)")
                        + (query.after() == null ? "" : " AND draft_id < :after")
                        + " ORDER BY draft_id DESC LIMIT :most")
                .bind(OwnDrafts.CALLER, query.caller().value())
                .bind("most", query.first() + 1);
        if (!query.statuses().isEmpty()) {
            select = select.bind(
                    "statuses", query.statuses().stream().map(Enum::name).toArray(String[]::new));
        }
        if (!query.words().isEmpty()) {
            select = select.bind(
                    "words", query.words().stream().map(DraftQueries::anywhere).toArray(String[]::new));
        }
        if (query.after() != null) {
            select = select.bind("after", query.after().value());
        }
        return select.map(DraftQueries::view);
    }

    /** A subscription begins with nothing; the projection sends what changes. */
    @QueryHandler
    FoundDraft handle(WatchDrafts query) {
        return FoundDraft.NOTHING;
    }

    /** The word itself, whatever of it means something to LIKE. */
    private static String anywhere(String word) {
        return "%" + word.replaceAll("[\\\\%_]", "\\\\$0") + "%";
    }

    private static DraftPage page(List<DraftView> found, int first) {
        return found.size() > first
                ? new DraftPage(List.copyOf(found.subList(0, first)), true)
                : new DraftPage(List.copyOf(found), false);
    }

    static DraftView view(Readable row) {
        return ((DraftRow) new DraftRow() {
                    @Override
                    public <T> @Nullable T get(String column, Class<T> type) {
                        return row.get(column, type);
                    }
                })
                .view();
    }
}
