package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.prompt.TokenCount;
import io.comfortcommit.sagas.llm.Chat.Answer;
import io.comfortcommit.sagas.llm.Chat.Question;
import io.comfortcommit.sagas.llm.ModelFailure.Reason;
import io.comfortcommit.sagas.tokens.CallTracker;
import io.comfortcommit.sagas.tokens.ModelCall;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;

/**
 * One endpoint with what keeps its troubles to itself: tried again with jitter, a limit of calls at once, a rest after many
 * failures. The limit of time is the wire's own, so that nothing goes on behind a call that was given up.
 */
final class ChatEndpoint {
    private static final double JITTER = 0.5;
    private static final Duration WAIT_FOR_ROOM = Duration.ofMillis(500);

    private final LlmProperties.Endpoint settings;
    private final Chat chat;
    private final CallTracker tracker;
    private final Duration timeout;
    private final LlmProperties.Retry again;
    private final IntervalFunction delays;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;

    ChatEndpoint(LlmProperties.Endpoint settings, LlmProperties properties, Chat chat, CallTracker tracker) {
        this.settings = settings;
        this.chat = chat;
        this.tracker = tracker;
        this.timeout = properties.timeout();
        this.again = properties.retry();
        this.delays = IntervalFunction.ofExponentialRandomBackoff(
                again.first().toMillis(), 2.0, JITTER, again.longest().toMillis());
        LlmProperties.Breaker rest = properties.breaker();
        this.breaker = CircuitBreaker.of(
                settings.name(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(rest.of())
                        .minimumNumberOfCalls(rest.least())
                        .failureRateThreshold(rest.failures())
                        .waitDurationInOpenState(rest.rest())
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
        this.bulkhead = Bulkhead.of(
                settings.name(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(properties.concurrent())
                        .maxWaitDuration(WAIT_FOR_ROOM)
                        .build());
    }

    boolean selfHosted() {
        return settings.staysInTheHouse();
    }

    /**
     * @param deadline no call begins after it
     * @param promptTokens counted while the prompt was written
     * @throws ModelFailure if it gives no answer
     */
    Answer ask(Question question, int promptTokens, ModelCall.Purpose purpose, Deadline deadline) {
        try {
            // The breaker inside: that an endpoint is busy is no failure of its own.
            return retry(deadline)
                    .executeSupplier(() -> bulkhead.executeSupplier(
                            () -> breaker.executeSupplier(() -> call(question, promptTokens, purpose, deadline))));
        } catch (CallNotPermittedException | BulkheadFullException e) {
            throw new ModelFailure(Reason.UNAVAILABLE);
        }
    }

    /** Of one question: it is not asked again when the deadline would be over. */
    private Retry retry(Deadline deadline) {
        return Retry.of(
                settings.name(),
                RetryConfig.<Answer>custom()
                        .maxAttempts(again.attempts())
                        .retryOnException(thrown -> thrown instanceof ModelFailure failure
                                && failure.mayPassWithin(again.longest())
                                && deadline.left().compareTo(again.longest()) > 0)
                        .intervalBiFunction((attempt, outcome) -> Math.max(delays.apply(attempt), asked(outcome)))
                        .build());
    }

    private static long asked(Either<Throwable, Answer> outcome) {
        return outcome.isLeft()
                        && outcome.getLeft() instanceof ModelFailure failure
                        && failure.retryAfter() instanceof Duration wait
                ? wait.toMillis()
                : 0;
    }

    private Answer call(Question question, int promptTokens, ModelCall.Purpose purpose, Deadline deadline) {
        Duration left = deadline.left();
        if (left.isZero()) {
            throw new ModelFailure(Reason.UNAVAILABLE);
        }
        deadline.countCall();
        long start = System.nanoTime();
        try {
            Answer answer = chat.send(question.within(left.compareTo(timeout) < 0 ? left : timeout));
            Chat.Usage usage = answer.usage();
            track(
                    purpose,
                    usage == null ? promptTokens : usage.prompt(),
                    usage == null
                            ? answer.texts().stream().mapToInt(TokenCount::of).sum()
                            : usage.answer(),
                    usage == null,
                    start,
                    "OK");
            return answer;
        } catch (ModelFailure failure) {
            track(purpose, promptTokens, 0, true, start, failure.reason().name());
            throw failure;
        }
    }

    private void track(ModelCall.Purpose purpose, int prompt, int answer, boolean counted, long start, String outcome) {
        tracker.track(new ModelCall(
                purpose,
                settings.payer(),
                settings.name(),
                settings.model(),
                prompt,
                answer,
                counted,
                System.nanoTime() - start,
                outcome));
    }
}
