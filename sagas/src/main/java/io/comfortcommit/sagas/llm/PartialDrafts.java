package io.comfortcommit.sagas.llm;

import io.comfortcommit.messages.draft.DraftId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subjects while a model writes them, for those who watch a draft. Nothing is kept: who comes later sees the draft itself. */
public final class PartialDrafts {
    private static final Logger LOG = LoggerFactory.getLogger(PartialDrafts.class);

    private final Map<DraftId, List<Consumer<String>>> watchers = new ConcurrentHashMap<>();

    /** @param watcher hears the subject so far each time it grows; called on the drafting thread, so it must not block */
    public Watch watch(DraftId draft, Consumer<String> watcher) {
        watchers.compute(draft, (id, known) -> {
            List<Consumer<String>> all = known == null ? new CopyOnWriteArrayList<>() : known;
            all.add(watcher);
            return all;
        });
        return () -> watchers.computeIfPresent(draft, (id, known) -> {
            known.remove(watcher);
            return known.isEmpty() ? null : known;
        });
    }

    /** Ends when it is closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    boolean watched(DraftId draft) {
        return watchers.containsKey(draft);
    }

    void publish(DraftId draft, String subject) {
        for (Consumer<String> watcher : watchers.getOrDefault(draft, List.of())) {
            try {
                watcher.accept(subject);
            } catch (RuntimeException e) {
                LOG.warn("a watcher of a draft failed", e);
            }
        }
    }
}
