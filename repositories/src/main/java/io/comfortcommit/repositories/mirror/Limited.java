package io.comfortcommit.repositories.mirror;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Talks that end in time, whatever the other side does: limits between two bytes never end one that answers drop by drop.
 */
final class Limited {
    private Limited() {}

    /**
     * Waits for a talk over sockets as long as it may take at the most.
     *
     * @throws TimeoutException if it took longer; it was told to end
     * @throws InterruptedException if this thread was told to end, and so was the talk
     * @throws ExecutionException with what it threw
     */
    static <T> T call(Duration limit, Callable<T> talk)
            throws TimeoutException, InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(talk);
        // A virtual thread that is interrupted in a socket closes it.
        Thread.ofVirtual().name("remote").start(task);
        return await(task, limit);
    }

    /** As {@link #call}, for a talk that is work of this machine's own processors; that gives way to whatever else they have to do. */
    static <T> T callInBackground(Duration limit, Callable<T> talk)
            throws TimeoutException, InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(talk);
        BackgroundThreads.start("remote here", task);
        return await(task, limit);
    }

    private static <T> T await(FutureTask<T> task, Duration limit)
            throws TimeoutException, InterruptedException, ExecutionException {
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            task.cancel(true);
            throw e;
        }
    }
}
