package io.comfortcommit.axonsupport.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.EnqueuePolicy;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parks an event that its handlers could not apply, for ever if need be, and says when to try it again. */
public final class ParkingPolicy implements EnqueuePolicy<EventMessage<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(ParkingPolicy.class);
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);
    static final String FAILURES = "failures";

    private final String group;
    private final Set<Class<? extends Throwable>> ours;

    /**
     * @param group whose handlers they are
     * @param ours failures that are told in their own words; those of others may quote personal data
     */
    public ParkingPolicy(String group, Set<Class<? extends Throwable>> ours) {
        this.group = group;
        this.ours = Set.copyOf(ours);
    }

    @Override
    public EnqueueDecision<EventMessage<?>> decide(
            DeadLetter<? extends EventMessage<?>> letter, @Nullable Throwable failure) {
        int failures = failures(letter) + 1;
        ThrowableCause cause = nameless(failure);
        LOG.warn(
                "{} could not apply event {} of {}, failure {}: {} {}",
                group,
                letter.message().getIdentifier(),
                letter.message() instanceof DomainEventMessage<?> event ? event.getAggregateIdentifier() : "?",
                failures,
                cause.type(),
                cause.message());
        return Decisions.requeue(cause, _ -> MetaData.with(FAILURES, failures));
    }

    /** Whether the letter's pause is over: {@code delay}, doubled with each failure after the first. */
    static boolean due(DeadLetter<? extends EventMessage<?>> letter, Duration delay, Instant now) {
        int doublings = Math.clamp(failures(letter) - 1L, 0, 20);
        Duration pause = delay.multipliedBy(1L << doublings);
        Instant next = letter.lastTouched().plus(pause.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : pause);
        return !next.isAfter(now);
    }

    private static int failures(DeadLetter<? extends EventMessage<?>> letter) {
        return letter.diagnostics().get(FAILURES) instanceof Number failures ? failures.intValue() : 0;
    }

    private ThrowableCause nameless(@Nullable Throwable failure) {
        if (failure == null) {
            return new ThrowableCause("unknown", "");
        }
        return ours.contains(failure.getClass())
                ? ThrowableCause.truncated(failure)
                : new ThrowableCause(failure.getClass().getName(), "");
    }
}
