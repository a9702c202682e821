package io.comfortcommit.sagas.activity;

import java.time.Duration;

/**
 * Does the I/O that the saga decided on, and reports with a command. At least once: it may be done again after a crash, so
 * doing it twice must come to the same.
 */
public interface Activity {
    ActivityKind kind();

    /** Blocks as long as it takes. Anything thrown is tried again, later and later. */
    Outcome perform(ActivityOrder order);

    /** How an activity ended. */
    sealed interface Outcome {
        Outcome DONE = new Done();

        record Done() implements Outcome {}

        /** @param order what is to be done then */
        record Again(Duration in, ActivityOrder order) implements Outcome {}
    }
}
