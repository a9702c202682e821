package io.comfortcommit.messages.draft;

import java.time.Duration;
import java.time.Instant;

/**
 * How long something is being tried: a machine that sleeps overnight has not tried for a night.
 *
 * @param since when it would have begun without the time in which nobody tried
 * @param last the last try
 */
public record Trying(Instant since, Instant last) {
    /** Longer than a try and the pause after it take. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    public static Trying from(Instant now) {
        return new Trying(now, now);
    }

    public Trying again(Instant now) {
        Duration nobodyTried = Duration.between(last, now).minus(LONGEST_PAUSE);
        return new Trying(nobodyTried.isPositive() ? since.plus(nobodyTried) : since, now);
    }

    public Duration lasted() {
        return Duration.between(since, last);
    }
}
