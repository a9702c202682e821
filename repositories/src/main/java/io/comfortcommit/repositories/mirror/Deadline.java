package io.comfortcommit.repositories.mirror;

import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Cancels what JGit does once the time is up. */
public final class Deadline extends EmptyProgressMonitor {
    private final long end;

    public Deadline(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
    }

    @Override
    public boolean isCancelled() {
        return System.nanoTime() - end >= 0;
    }
}
