package io.comfortcommit.sagas;

import io.comfortcommit.messages.RepositoryId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is kept in memory of repositories: of those used last, as much as there is room for. How much something takes may
 * change while it is kept; it counts as what it takes when something else comes. Thread-safe.
 */
public final class LastUsed<V> {
    private final ToLongFunction<V> weight;
    private final long room;
    private final Map<RepositoryId, V> kept = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param weight how much something takes, in a unit of the caller's
     * @param room for all together, in the same unit; what was used last is kept even if it takes more
     */
    public LastUsed(ToLongFunction<V> weight, long room) {
        this.weight = weight;
        this.room = room;
    }

    public synchronized @Nullable V get(RepositoryId repository) {
        return kept.get(repository);
    }

    /** Unless something else is kept of the repository by now. */
    public synchronized void remove(RepositoryId repository, V value) {
        kept.remove(repository, value);
    }

    public synchronized V computeIfAbsent(RepositoryId repository, Function<RepositoryId, V> make) {
        V known = kept.get(repository);
        if (known != null) {
            return known;
        }
        V made = make.apply(repository);
        kept.put(repository, made);
        long taken = kept.values().stream().mapToLong(weight).sum();
        Iterator<V> eldest = kept.values().iterator();
        while (taken > room && kept.size() > 1) {
            taken -= weight.applyAsLong(eldest.next());
            eldest.remove();
        }
        return made;
    }
}
