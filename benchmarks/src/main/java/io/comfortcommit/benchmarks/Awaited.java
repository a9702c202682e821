package io.comfortcommit.benchmarks;

import java.time.Duration;
import java.util.concurrent.Callable;

/** What a server does in its own time. */
final class Awaited {
    private Awaited() {}

    /**
     * Looks until it is done.
     *
     * @throws IllegalStateException that says what was not, after that time
     */
    static void until(Callable<Boolean> done, String otherwise, Duration patience, Duration glance) throws Exception {
        long until = System.nanoTime() + patience.toNanos();
        while (!done.call()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(otherwise + " within " + patience);
            }
            Thread.sleep(glance);
        }
    }
}
