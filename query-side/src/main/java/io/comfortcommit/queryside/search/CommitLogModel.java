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
import java.util.Objects;
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

    /**
     * How far it is.
     *
     * @param generation of the indices that it fills
     * @param last draft that is in them; null at the beginning
     * @param done how many are
     */
    private record Cursor(int generation, @Nullable UUID last, long done) {
        static @Nullable Cursor of(@Nullable String text) {
            if (text == null) {
                return null;
            }
            String[] words = text.split(" ");
            return new Cursor(Integer.parseInt(words[0]), UUID.fromString(words[1]), Long.parseLong(words[2]));
        }

        @Override
        public String toString() {
            return generation + " " + last + " " + done;
        }
    }

    private void build(Progress progress) {
        Cursor reached = Cursor.of(progress.cursor());
        State state = backlog.state();
        if (reached != null && reached.generation() == state.generation()) {
            return; // The process ended, or was told to pause, when all but the note that it is done was done.
        }
        boolean there = reached != null && Objects.equals(reached.generation(), state.building());
        Cursor last = fill(there ? Objects.requireNonNull(reached) : new Cursor(begin(), null, 0), progress);
        progress.renew();
        documents.exchange(last.generation());
    }

    /** While one part is written the next one is made, and while the last of a page are, the next page is read. */
    private Cursor fill(Cursor from, Progress progress) {
        Cursor cursor = from;
        long total = drafts.count();
        try (InFlight writing = new InFlight("search-rebuild")) {
            List<StoredDraft> page = drafts.after(cursor.last(), PAGE);
            while (!page.isEmpty()) {
                Set<UUID> wanting = new HashSet<>();
                for (int part = 0; part < page.size(); part += PART) {
                    Made made =
                            documents.make(page.subList(part, Math.min(part + PART, page.size())), cursor.generation());
                    wanting.addAll(made.wanting());
                    writing.begin(() -> log.fill(made.entries()));
                }
                cursor = new Cursor(
                        cursor.generation(), page.getLast().view().draftId().value(), cursor.done() + page.size());
                page = drafts.after(cursor.last(), PAGE);
                writing.await();
                // What was read meanwhile may have been written first, and then be hidden by the page that was made
                // before.
                backlog.add(backlog.meaningsOf(wanting).keySet());
                progress.reached(cursor.toString(), cursor.done(), Math.max(total, cursor.done()));
            }
        }
        return cursor;
    }

    private int begin() {
        drop();
        int next = backlog.state().generation() + 1;
        backlog.build(next);
        return next;
    }

    @Override
    public void drop() {
        Integer building = backlog.state().building();
        if (building != null && log.isRead(building)) {
            backlog.read(
                    building); // The process ended between the exchange and its note: what was built is all there is.
        } else {
            backlog.build(null);
        }
        int live = backlog.state().generation();
        log.all().stream().filter(index -> index.generation() != live).forEach(log::drop);
    }
}
