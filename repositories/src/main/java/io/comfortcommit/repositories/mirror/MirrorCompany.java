package io.comfortcommit.repositories.mirror;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Those who have one mirror open at the same time, and what only one of them may do. */
final class MirrorCompany {
    private static final int EVERYBODY = 1 << 20;
    private static final int TOO_MANY_PACKS = 12;
    private static final long PATIENCE_MILLIS = 100;
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Semaphore places = new Semaphore(EVERYBODY, true);
    private final ReentrantLock fetching = new ReentrantLock();
    private final ReentrantLock gathering = new ReentrantLock();
    private int due = TOO_MANY_PACKS;
    private volatile long silentSince = System.nanoTime() - SILENT_NANOS;

    void join() {
        places.acquireUninterruptibly();
    }

    void leave() {
        places.release();
    }

    /** @return false if another fetch took longer than the patience */
    boolean beginFetching(Duration patience) {
        try {
            return fetching.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void endFetching() {
        fetching.unlock();
    }

    /** @return false for a while after the remote did not answer */
    boolean mayAsk() {
        return System.nanoTime() - silentSince >= SILENT_NANOS;
    }

    void didNotAnswer() {
        silentSince = System.nanoTime();
    }

    /** @return false if somebody is at it */
    boolean beginGathering() {
        return gathering.tryLock();
    }

    void endGathering() {
        gathering.unlock();
    }

    boolean isDue(int packs) {
        return packs >= due;
    }

    /** @param done otherwise it was in vain, and is tried again only when there are a good many more packs */
    void gathered(boolean done, int packs) {
        due = done ? TOO_MANY_PACKS : packs + TOO_MANY_PACKS / 2;
    }

    /**
     * Waits a moment for the others to leave. Those who come meanwhile wait too; so it is a short moment.
     *
     * @return false if they did not; otherwise {@link #noLongerAlone} must follow
     */
    boolean waitUntilAlone() {
        try {
            return places.tryAcquire(EVERYBODY - 1, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void noLongerAlone() {
        places.release(EVERYBODY - 1);
    }
}
