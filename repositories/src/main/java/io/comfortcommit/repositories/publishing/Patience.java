package io.comfortcommit.repositories.publishing;

import java.time.Duration;

/**
 * How long publishing waits, and how often it begins again.
 *
 * @param fetch at most for one look at the remote, what is new there included
 * @param push at most for one push, the remote's hooks included
 * @param turn at most in line for others that publish on the same branch; brief, since it keeps a thread
 * @param rounds how often a branch may move under a push before publishing gives up
 */
public record Patience(Duration fetch, Duration push, Duration turn, int rounds) {
    /** Ten minutes for the remote, five seconds in line, eight rounds. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofSeconds(5), 8);

    /** The same, with this much for the remote. */
    public static Patience of(Duration remote) {
        return new Patience(remote, remote, DEFAULT.turn, DEFAULT.rounds);
    }

    public Patience {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be at least 1");
        }
    }
}
