package io.comfortcommit.queryside.search;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Does one thing while the caller prepares the next. For one thread. */
final class OneBehind implements AutoCloseable {
    private final String name;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** @param name of the threads that do it */
    OneBehind(String name) {
        this.name = name;
    }

    /** Begins when what was begun before is done. */
    void begin(Runnable work) {
        await();
        last = CompletableFuture.runAsync(
                work, task -> Thread.ofVirtual().name(name).start(task));
    }

    /** Until what was begun is done; fails as that did. */
    void await() {
        CompletableFuture<Void> waitedFor = last;
        last = CompletableFuture.completedFuture(null);
        try {
            waitedFor.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        await();
    }
}
