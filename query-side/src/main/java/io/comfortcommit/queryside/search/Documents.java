package io.comfortcommit.queryside.search;

import io.comfortcommit.queryside.drafts.StoredDrafts.StoredDraft;
import io.comfortcommit.queryside.rebuild.StoppedRebuildException;
import io.comfortcommit.queryside.search.Backlog.Meaning;
import io.comfortcommit.queryside.search.Backlog.State;
import io.comfortcommit.queryside.search.CommitLog.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Makes documents of drafts and writes them: to the indices that are read, and to those that are built beside. */
final class Documents {
    /** Of what is written at once: while OpenSearch has one, the next is made. */
    private static final int PART = 250;

    private final CommitLog log;
    private final Backlog backlog;

    Documents(CommitLog log, Backlog backlog) {
        this.log = log;
        this.backlog = backlog;
    }

    /** @param wanting drafts whose meaning was not read yet */
    record Made(List<Entry> entries, Set<UUID> wanting) {}

    /** @return drafts whose meaning was not read yet */
    synchronized Set<UUID> write(Collection<StoredDraft> stored) {
        State state = backlog.state();
        Integer building = state.building();
        Set<UUID> wanting = new HashSet<>();
        List<StoredDraft> all = List.copyOf(stored);
        try (InFlight writing = new InFlight("commit-log-bulk")) {
            for (int from = 0; from < all.size(); from += PART) {
                Made made = make(all.subList(from, Math.min(from + PART, all.size())), state.generation());
                wanting.addAll(made.wanting());
                writing.begin(() -> {
                    log.write(made.entries(), true);
                    if (building != null) {
                        log.write(
                                made.entries().stream()
                                        .map(entry ->
                                                entry.at(log.index(entry.index().month(), building)))
                                        .toList(),
                                false);
                    }
                });
            }
        }
        return wanting;
    }

    /**
     * Lets what was built be read. Nobody writes meanwhile: what was read until now would come back.
     *
     * @throws StoppedRebuildException if another process has removed it, which shows what was written since alone
     */
    synchronized void exchange(int generation) {
        if (!Objects.equals(generation, backlog.state().building())) {
            throw new StoppedRebuildException("what it built was removed; resume the rebuild, and it begins anew");
        }
        log.exchange(generation);
        backlog.read(generation);
    }

    Made make(Collection<StoredDraft> stored, int generation) {
        Map<UUID, Meaning> meanings = backlog.meaningsOf(
                stored.stream().map(one -> one.view().draftId().value()).toList());
        List<Entry> entries = new ArrayList<>(stored.size());
        Set<UUID> wanting = new HashSet<>();
        for (StoredDraft one : stored) {
            if (log.kept(one.view().capturedAt())) {
                UUID draft = one.view().draftId().value();
                CommitDocument document = CommitDocument.of(one);
                Meaning meaning = meanings.get(draft);
                float[] vector = meaning != null && meaning.of(document.meaning()) ? meaning.vector() : null;
                if (!document.meaning().isEmpty() && vector == null) {
                    wanting.add(draft);
                }
                entries.add(new Entry(
                        log.index(one.view().capturedAt(), generation),
                        draft.toString(),
                        one.sequence(),
                        document.bytes(vector)));
            }
        }
        return new Made(entries, wanting);
    }
}
