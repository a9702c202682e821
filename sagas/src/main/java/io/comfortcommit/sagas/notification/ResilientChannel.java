package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.sagas.notification.DeliveryFailure.Reason;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel with what keeps its troubles to itself: tried again with jitter, a rest after many failures, and nothing thrown
 * but that it did not take a message. What it refuses is no trouble of the channel. The limit of time is the wire's own, so that nothing goes on behind a call that was given up.
 */
final class ResilientChannel implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger(ResilientChannel.class);
    private static final double JITTER = 0.5;

    private final Channel channel;
    private final CircuitBreaker breaker;
    private final Retry retry;

    ResilientChannel(Channel channel, NotificationProperties.Retry again) {
        this.channel = channel;
        String name = "notification-" + channel.kind().stableName();
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(6)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(Duration.ofSeconds(30))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .ignoreException(thrown -> thrown instanceof DeliveryFailure failure && !failure.mayPass())
                        .build());
        IntervalFunction delays = IntervalFunction.ofExponentialRandomBackoff(
                again.first().toMillis(), 2.0, JITTER, again.longest().toMillis());
        this.retry = Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(again.attempts())
                        .retryOnException(thrown -> thrown instanceof DeliveryFailure failure
                                && failure.mayPass()
                                && asked(failure).compareTo(again.longest()) <= 0)
                        .intervalBiFunction((attempt, outcome) -> Math.max(delays.apply(attempt), asked(outcome)))
                        .build());
    }

    private static Duration asked(DeliveryFailure failure) {
        Duration wait = failure.retryAfter();
        return wait == null ? Duration.ZERO : wait;
    }

    private static long asked(Either<Throwable, ?> outcome) {
        return outcome.isLeft() && outcome.getLeft() instanceof DeliveryFailure failure
                ? asked(failure).toMillis()
                : 0;
    }

    @Override
    public NotificationChannel kind() {
        return channel.kind();
    }

    @Override
    public boolean reaches(Recipient to) {
        return channel.reaches(to);
    }

    @Override
    public boolean personal() {
        return channel.personal();
    }

    @Override
    public @Nullable String deliver(Notice notice, Recipient to) {
        return call(() -> new Delivered(channel.deliver(notice, to))).reference();
    }

    @Override
    public void settle(String reference, Settled settled) {
        call(() -> {
            channel.settle(reference, settled);
            return new Delivered(reference);
        });
    }

    private record Delivered(@Nullable String reference) {}

    private Delivered call(Supplier<Delivered> delivery) {
        try {
            return retry.executeSupplier(() -> breaker.executeSupplier(delivery));
        } catch (CallNotPermittedException e) {
            throw new DeliveryFailure(Reason.RESTING);
        } catch (DeliveryFailure failure) {
            throw failure;
        } catch (RuntimeException e) {
            // Its words may hold what it was given.
            LOG.warn(
                    "{} failed as no channel should: {}",
                    kind().stableName(),
                    e.getClass().getName());
            throw new DeliveryFailure(Reason.FAILING);
        }
    }
}
