package io.comfortcommit.queryside.search;

import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import io.comfortcommit.messages.search.ReconcileSearch;
import io.comfortcommit.messages.search.SearchState.Reconciliation;
import io.comfortcommit.queryside.drafts.StoredDrafts;
import io.comfortcommit.queryside.drafts.StoredDrafts.StoredDraft;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.rebuild.DerivedModel;
import io.comfortcommit.queryside.rebuild.StoppedRebuildException;
import io.comfortcommit.queryside.search.Backlog.State;
import io.comfortcommit.queryside.search.Documents.Made;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The content log as a projection that can be rebuilt: new indices are filled beside those that are read, from the rows that
 * are shown; what changes meanwhile is written to both; then an alias turns to the new ones.
 */
final class CommitLogModel implements DerivedModel {
    static final String NAME = "search";

    private static final int PAGE = 2000;
    /** Of what is written at once. */
    private static final int PART = 500;

    private final SearchServer server;
    private final CommitLog log;
    private final Backlog backlog;
    private final StoredDrafts drafts;
    private final Documents documents;
    private final Reconciliations reconciliations;

    CommitLogModel(
            SearchServer server,
            CommitLog log,
            Backlog backlog,
            StoredDrafts drafts,
            Documents documents,
            Reconciliations reconciliations) {
        this.server = server;
        this.log = log;
        this.backlog = backlog;
        this.drafts = drafts;
        this.documents = documents;
        this.reconciliations = reconciliations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String source() {
        return Projections.DRAFTS;
    }

    @Override
    public boolean exists() {
        return server.exists();
    }

    @Override
    public long due() {
        return backlog.size();
    }

    @Override
    public @Nullable List<TableDifference> rebuild(boolean dryRun, Progress progress) {
        try {
            if (dryRun) {
                return List.of(compare(progress));
            }
            build(progress);
            return null;
        } catch (SearchUnavailableException e) {
            throw new StoppedRebuildException(e.getMessage() + "; resume the rebuild when it answers again");
        }
    }

    private TableDifference compare(Progress progress) {
        progress.renew();
        Reconciliation found =
                reconciliations.compareNow(new ReconcileSearch(UUID.randomUUID(), true, "system"), progress::renew);
        return new TableDifference(CommitLog.ALIAS, found.missing(), found.surplus(), found.different(), List.of());
    }

    /** While one part is written the next one is made, and while the last of a page are, the next page is read. */
    private void build(Progress progress) {
        int generation = begin(progress.cursor() == null);
        String cursor = progress.cursor();
        UUID last = cursor == null ? null : UUID.fromString(cursor.substring(0, cursor.indexOf(' ')));
        long done = cursor == null ? 0 : Long.parseLong(cursor.substring(cursor.indexOf(' ') + 1));
        long total = drafts.count();
        try (InFlight writing = new InFlight("search-rebuild")) {
            List<StoredDraft> page = drafts.after(last, PAGE);
            while (!page.isEmpty()) {
                Set<UUID> wanting = new HashSet<>();
                for (int from = 0; from < page.size(); from += PART) {
                    Made made = documents.make(page.subList(from, Math.min(from + PART, page.size())), generation);
                    wanting.addAll(made.wanting());
                    writing.begin(() -> log.fill(made.entries()));
                }
                last = page.getLast().view().draftId().value();
                done += page.size();
                page = drafts.after(last, PAGE);
                writing.await();
                // What was read meanwhile may have been written first, and then be hidden by the page that was made
                // before.
                backlog.add(backlog.meaningsOf(wanting).keySet());
                progress.reached(last + " " + done, done, Math.max(total, done));
            }
        }
        progress.renew();
        documents.exchange(generation);
    }

    private int begin(boolean anew) {
        State state = backlog.state();
        Integer building = state.building();
        if (building != null && !anew) {
            return building;
        }
        drop();
        int next = state.generation() + 1;
        backlog.build(next);
        return next;
    }

    @Override
    public void drop() {
        int live = backlog.state().generation();
        backlog.build(null);
        log.all().stream().filter(index -> index.generation() > live).forEach(log::drop);
    }
}
