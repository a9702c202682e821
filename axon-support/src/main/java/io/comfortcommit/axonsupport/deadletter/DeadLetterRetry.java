package io.comfortcommit.axonsupport.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Tries parked events again until they are applied, each draft's in order. */
public final class DeadLetterRetry implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRetry.class);

    private final Map<String, Supplier<Optional<SequencedDeadLetterProcessor<EventMessage<?>>>>> groups;
    private final Duration delay;
    private final Clock clock;
    private @Nullable ScheduledExecutorService timer;

    /**
     * @param groups who tries those of each group, where this process has it
     * @param delay after the first failure; doubled with each further one
     */
    public DeadLetterRetry(
            Map<String, Supplier<Optional<SequencedDeadLetterProcessor<EventMessage<?>>>>> groups,
            Duration delay,
            Clock clock) {
        this.groups = Map.copyOf(groups);
        this.delay = delay;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("dead-letters").factory());
        var _ = started.scheduleWithFixedDelay(
                this::retryAll, delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
        timer = started;
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            // Not interrupted: a letter in work is finished, and its transaction with it.
            timer.close();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    private void retryAll() {
        groups.forEach((group, letters) -> letters.get().ifPresent(processor -> retry(group, processor)));
    }

    /** Takes each sequence that is due once; a letter that fails again waits for the next round. */
    private void retry(String group, SequencedDeadLetterProcessor<EventMessage<?>> letters) {
        Set<String> tried = new HashSet<>();
        int before;
        do {
            before = tried.size();
            try {
                var _ = letters.process(letter -> ParkingPolicy.due(letter, delay, clock.instant())
                        && tried.add(letter.message().getIdentifier()));
            } catch (RuntimeException e) {
                // The letters are where they were; only this thread must live on.
                LOG.warn("dead letters of {} could not be retried: {}", group, e.toString());
                return;
            }
        } while (tried.size() > before);
    }
}
