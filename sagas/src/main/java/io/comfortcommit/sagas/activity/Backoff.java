package io.comfortcommit.sagas.activity;

import java.time.Duration;

/** Later and later: {@code first · 2^tries}, at most {@code longest}. */
public record Backoff(Duration first, Duration longest) {
    /** @param tries how often it was tried already, from 0 */
    public Duration after(int tries) {
        Duration delay = first.multipliedBy(1L << Math.min(tries, 20));
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}
