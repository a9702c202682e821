package io.comfortcommit.queryside.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Tries parked events again until they are applied, each draft's in order. */
final class DeadLetterRetry implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRetry.class);

    private final EventProcessingConfiguration processing;
    private final Duration delay;
    private final Clock clock;
    private @Nullable ScheduledExecutorService timer;

    DeadLetterRetry(EventProcessingConfiguration processing, Duration delay, Clock clock) {
        this.processing = processing;
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
        for (String projection : Projections.ALL) {
            processing.sequencedDeadLetterProcessor(projection).ifPresent(letters -> retry(projection, letters));
        }
    }

    /** Takes each sequence that is due once; a letter that fails again waits for the next round. */
    private void retry(String projection, SequencedDeadLetterProcessor<EventMessage<?>> letters) {
        Set<String> tried = new HashSet<>();
        int before;
        do {
            before = tried.size();
            try {
                var _ = letters.process(letter -> ParkingPolicy.due(letter, delay, clock.instant())
                        && tried.add(letter.message().getIdentifier()));
            } catch (RuntimeException e) {
                // The letters are where they were; only this thread must live on.
                LOG.warn("dead letters of projection {} could not be retried: {}", projection, e.toString());
                return;
            }
        } while (tried.size() > before);
    }
}
