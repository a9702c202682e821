package io.comfortcommit.cli.client;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks for a draft again and again until it is where it should be. The first answers come fast, so it asks fast. */
public final class DraftWatch {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LAST_PAUSE_MILLIS = 300;

    private final Server server;
    private final Duration patience;

    /** @param patience after which it gives up */
    public DraftWatch(Server server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /** @throws Failure {@link Problem#WAITED_TOO_LONG} */
    public Draft until(String id, Predicate<Draft> there) {
        long began = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            Optional<Draft> draft = server.draft(id);
            if (draft.filter(there).isPresent()) {
                return draft.get();
            }
            if (System.nanoTime() - began > patience.toNanos()) {
                throw Failure.of(
                                Problem.WAITED_TOO_LONG,
                                patience.toSeconds(),
                                draft.map(d -> d.status().name()).orElse("?"))
                        .with("draftId", id);
            }
            pause(pause);
            pause = Math.min(LAST_PAUSE_MILLIS, pause * 3 / 2);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(e, Problem.UNEXPECTED, "interrupted");
        }
    }
}
