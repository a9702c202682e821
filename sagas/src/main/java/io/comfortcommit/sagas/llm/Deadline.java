package io.comfortcommit.sagas.llm;

import java.time.Duration;

/** How long one draft may take over all its calls, and how many it made. Belongs to one thread. */
final class Deadline {
    private final long end;
    private int calls;

    Deadline(Duration patience) {
        this.end = System.nanoTime() + patience.toNanos();
    }

    /** Zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    void countCall() {
        calls++;
    }

    int calls() {
        return calls;
    }
}
