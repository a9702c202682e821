package io.comfortcommit.queryside.search;

import io.comfortcommit.messages.search.ReconcileSearch;
import io.comfortcommit.messages.search.SearchState.Reconciliation;
import io.comfortcommit.queryside.drafts.StoredDrafts;
import io.comfortcommit.queryside.drafts.StoredDrafts.StoredDraft;
import io.comfortcommit.queryside.projection.FailedWriteException;
import io.comfortcommit.queryside.search.Backlog.Meaning;
import io.comfortcommit.queryside.search.CommitLog.Known;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Compares what the content log holds with what it should, both by the drafts' ids; what differs becomes due. Drafts that are
 * due anyway are no differences.
 */
final class Reconciliations implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliations.class);
    private static final int PAGE = 1000;

    private final CommitLog log;
    private final Backlog backlog;
    private final StoredDrafts drafts;
    private final Clock clock;
    private volatile @Nullable Reconciliation newest;
    private volatile boolean ending;

    Reconciliations(CommitLog log, Backlog backlog, StoredDrafts drafts, Clock clock) {
        this.log = log;
        this.backlog = backlog;
        this.drafts = drafts;
        this.clock = clock;
    }

    @Nullable
    Reconciliation newest() {
        return newest;
    }

    /** Begins one, unless one is running. */
    synchronized void begin(ReconcileSearch command) {
        Reconciliation last = newest;
        if (last == null || last.finishedAt() != null) {
            Count count = new Count(command, () -> {});
            count.step = () -> newest = count.soFar(false, null);
            newest = count.soFar(false, null);
            Thread.ofVirtual().name("reconciliation").start(() -> run(count));
        }
    }

    /**
     * Compares on this thread.
     *
     * @param step called now and then; may throw
     * @throws SearchUnavailableException if the log does not answer
     */
    Reconciliation compareNow(ReconcileSearch command, Runnable step) {
        Count count = new Count(command, step);
        compare(count);
        return count.soFar(true, null);
    }

    @Override
    public void destroy() {
        ending = true;
    }

    private void run(Count count) {
        try {
            compare(count);
            newest = count.soFar(true, null);
        } catch (SearchUnavailableException e) {
            newest = count.soFar(true, e.getMessage());
        } catch (RuntimeException e) {
            newest = count.soFar(true, FailedWriteException.kind(e));
        }
        LOG.info("the content log was compared with the read model: {}", newest);
    }

    private void compare(Count count) {
        log.refresh();
        Listed documents = new Listed();
        UUID last = null;
        List<StoredDraft> page = drafts.after(null, PAGE);
        while (!page.isEmpty() && !ending) {
            mend(count, differences(count, page, documents));
            last = page.getLast().view().draftId().value();
            count.compared += page.size();
            count.step.run();
            page = drafts.after(last, PAGE);
        }
        List<Known> rest = documents.upTo(null);
        while (!rest.isEmpty() && !ending) {
            Set<UUID> surplus = new HashSet<>();
            rest.forEach(document -> surplus.add(UUID.fromString(document.draft())));
            count.surplus += surplus.size();
            mend(count, surplus);
            rest = documents.upTo(null);
        }
    }

    private void mend(Count count, Set<UUID> drafts) {
        if (!count.command.dryRun()) {
            backlog.add(drafts);
        }
    }

    private Set<UUID> differences(Count count, List<StoredDraft> page, Listed documents) {
        List<UUID> ids =
                page.stream().map(stored -> stored.view().draftId().value()).toList();
        Map<UUID, Meaning> meanings = backlog.meaningsOf(ids);
        Set<UUID> due = new HashSet<>(backlog.among(ids));
        List<Known> there = new ArrayList<>(documents.upTo(ids.getLast().toString()));
        Set<UUID> differing = new HashSet<>();
        Map<String, List<String>> digests = new HashMap<>();
        there.forEach(document -> digests.computeIfAbsent(document.draft(), _ -> new ArrayList<>())
                .add(document.digest()));
        for (StoredDraft stored : page) {
            UUID draft = stored.view().draftId().value();
            List<String> found = digests.remove(draft.toString());
            boolean kept = log.kept(stored.view().capturedAt());
            if (due.contains(draft) || !kept) {
                continue;
            }
            CommitDocument document = CommitDocument.of(stored);
            if (found == null) {
                count.missing++;
                differing.add(draft);
            } else if (found.size() > 1) {
                count.surplus += found.size() - 1;
                if (!count.command.dryRun()) {
                    log.forget(List.of(draft.toString()));
                }
                differing.add(draft);
            } else if (!found.getFirst().equals(document.digest(meant(document, meanings.get(draft))))) {
                count.different++;
                differing.add(draft);
            }
        }
        for (String draft : digests.keySet()) {
            count.surplus++;
            differing.add(UUID.fromString(draft));
        }
        return differing;
    }

    /** Whether a document has numbers: also one whose numbers were never read is to get them. */
    private static boolean meant(CommitDocument document, @Nullable Meaning meaning) {
        return !document.meaning().isEmpty() && meaning != null && meaning.of(document.meaning());
    }

    /** The documents by id, page by page. */
    private final class Listed {
        private final Deque<Known> ahead = new ArrayDeque<>();
        private @Nullable String last;
        private boolean more = true;

        /** @param draft the last one that is asked for; null for a page of whatever there is */
        List<Known> upTo(@Nullable String draft) {
            List<Known> found = new ArrayList<>();
            while (true) {
                while (!ahead.isEmpty()
                        && (draft == null || ahead.getFirst().draft().compareTo(draft) <= 0)) {
                    found.add(ahead.removeFirst());
                }
                if (!ahead.isEmpty() || !more || (draft == null && !found.isEmpty())) {
                    return found;
                }
                List<Known> page = log.after(last, PAGE);
                more = page.size() == PAGE;
                // The last draft of a full page may go on in the next one.
                if (more) {
                    String cut = page.getLast().draft();
                    page.removeIf(document -> document.draft().equals(cut));
                }
                if (!page.isEmpty()) {
                    last = page.getLast().draft();
                    ahead.addAll(page);
                }
            }
        }
    }

    private final class Count {
        private final ReconcileSearch command;
        private Runnable step;
        private final Instant startedAt = clock.instant();
        private final long total = drafts.count();
        private long compared;
        private long missing;
        private long different;
        private long surplus;

        Count(ReconcileSearch command, Runnable step) {
            this.command = command;
            this.step = step;
        }

        Reconciliation soFar(boolean finished, @Nullable String failure) {
            return new Reconciliation(
                    command.id(),
                    command.dryRun(),
                    command.by(),
                    startedAt,
                    finished ? clock.instant() : null,
                    compared,
                    total,
                    missing,
                    different,
                    surplus,
                    failure);
        }
    }
}
