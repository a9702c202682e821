package io.comfortcommit.queryside.search;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Does some things at a time while the caller prepares the next. For one thread. */
final class InFlight implements AutoCloseable {
    /** OpenSearch works on each on a thread of its own: with one, a second core would do nothing while documents are made. */
    private static final int MOST = 2;

    private final String name;
    private final Deque<CompletableFuture<Void>> begun = new ArrayDeque<>();

    /** @param name of the threads that do it */
    InFlight(String name) {
        this.name = name;
    }

    /** Waits while too much is being done; fails as what was begun before did. */
    void begin(Runnable work) {
        if (begun.size() == MOST) {
            join(begun.remove());
        }
        begun.add(CompletableFuture.runAsync(
                work, task -> Thread.ofVirtual().name(name).start(task)));
    }

    /** Until all that was begun is done; fails as the first of it that did. */
    void await() {
        RuntimeException failure = null;
        while (!begun.isEmpty()) {
            try {
                join(begun.remove());
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void join(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        await();
    }
}
