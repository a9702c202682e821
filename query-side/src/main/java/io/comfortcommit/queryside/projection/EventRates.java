package io.comfortcommit.queryside.projection;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How many events this process applied in the last minute, by projection. */
@Component
public final class EventRates {
    private static final int SECONDS = 60;

    private final Clock clock;
    private final long started;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    EventRates(Clock clock) {
        this.clock = clock;
        this.started = clock.instant().getEpochSecond();
    }

    void count(String projection) {
        count(projection, 1);
    }

    public void count(String projection, int events) {
        windows.computeIfAbsent(projection, _ -> new Window())
                .add(clock.instant().getEpochSecond(), events);
    }

    /** @return events in a second */
    public double of(String projection) {
        Window window = windows.get(projection);
        long now = clock.instant().getEpochSecond();
        return window == null ? 0 : window.sum(now) / (double) Math.clamp(now - started, 1, SECONDS);
    }

    private static final class Window {
        private final long[] counts = new long[SECONDS];
        private final long[] seconds = new long[SECONDS];

        synchronized void add(long second, int events) {
            int slot = Math.floorMod(second, SECONDS);
            if (seconds[slot] != second) {
                seconds[slot] = second;
                counts[slot] = 0;
            }
            counts[slot] += events;
        }

        synchronized long sum(long now) {
            long sum = 0;
            for (int slot = 0; slot < SECONDS; slot++) {
                if (seconds[slot] > now - SECONDS && seconds[slot] <= now) {
                    sum += counts[slot];
                }
            }
            return sum;
        }
    }
}
