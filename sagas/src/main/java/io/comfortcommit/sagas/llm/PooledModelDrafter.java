package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.lint.Complaint;
import io.comfortcommit.analysis.lint.MessageLint;
import io.comfortcommit.analysis.lint.ProposedMessage;
import io.comfortcommit.analysis.prompt.Prompt;
import io.comfortcommit.analysis.prompt.PromptWriter;
import io.comfortcommit.analysis.prompt.Redaction;
import io.comfortcommit.analysis.prompt.TokenCount;
import io.comfortcommit.analysis.prompt.Wish;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.sagas.llm.Chat.Answer;
import io.comfortcommit.sagas.llm.Chat.Question;
import io.comfortcommit.sagas.llm.Chat.Speaker;
import io.comfortcommit.sagas.llm.Chat.Turn;
import io.comfortcommit.sagas.llm.ModelFailure.Reason;
import io.comfortcommit.sagas.tokens.CallTracker;
import io.comfortcommit.sagas.tokens.ModelCall;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the prompt, asks the pool, holds the answer against the rules, and has it repaired once. While more than a few
 * drafts of the last hundred fail, it asks nobody for a while.
 */
final class PooledModelDrafter implements ModelDrafter {
    private static final Logger LOG = LoggerFactory.getLogger(PooledModelDrafter.class);

    private final LlmProperties properties;
    private final ModelPool pool;
    private final PromptWriter prompts;
    private final Function<ChangeSet, Redaction> redactions;
    private final PartialDrafts partials;
    private final CallTracker tracker;
    private final CircuitBreaker bypass;

    /** @param redactions one for each change, knowing its secrets */
    PooledModelDrafter(
            LlmProperties properties,
            ModelPool pool,
            Function<ChangeSet, Redaction> redactions,
            PartialDrafts partials,
            CallTracker tracker) {
        this.properties = properties;
        this.pool = pool;
        this.prompts = new PromptWriter(TokenCount::of, properties.promptTokens());
        this.redactions = redactions;
        this.partials = partials;
        this.tracker = tracker;
        LlmProperties.Bypass rest = properties.bypass();
        this.bypass = CircuitBreaker.of(
                "models",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(rest.of())
                        .minimumNumberOfCalls(rest.least())
                        .failureRateThreshold(rest.failures())
                        .waitDurationInOpenState(rest.rest())
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .build());
    }

    @Override
    public Attempt draft(Order order) {
        Policy policy = properties.policyFor(order.purpose().repository());
        if (!pool.hasOneFor(policy) || order.change().files().isEmpty() || !mayAsk()) {
            return new Attempt.NotAsked();
        }
        Deadline deadline = new Deadline(properties.patience());
        long start = bypass.getCurrentTimestamp();
        try {
            Attempt.Written written = written(order, policy, deadline);
            bypass.onSuccess(bypass.getCurrentTimestamp() - start, bypass.getTimestampUnit());
            return written;
        } catch (ModelFailure failure) {
            if (failure.reason() == Reason.UNAVAILABLE && deadline.calls() == 0) {
                bypass.releasePermission(); // nobody was asked, so nobody failed
            } else {
                bypass.onError(bypass.getCurrentTimestamp() - start, bypass.getTimestampUnit(), failure);
            }
            return new Attempt.Failed(failure.reason().name(), deadline.calls());
        } catch (RuntimeException e) {
            bypass.onError(0, TimeUnit.NANOSECONDS, e);
            LOG.warn("drafting by a model failed: {}", e.getClass().getName());
            return new Attempt.Failed(Reason.NOT_UNDERSTOOD.name(), deadline.calls());
        }
    }

    @Override
    public boolean serves(RepositoryId repository) {
        return pool.hasOneFor(properties.policyFor(repository));
    }

    private boolean mayAsk() {
        return tracker.allows() && bypass.tryAcquirePermission();
    }

    private Attempt.Written written(Order order, Policy policy, Deadline deadline) {
        Prompt prompt = prompts.write(order.change(), order.context(), redactions.apply(order.change()), order.wish());
        List<Turn> turns = new ArrayList<>(
                List.of(new Turn(Speaker.SYSTEM, prompt.system()), new Turn(Speaker.USER, prompt.user())));
        Answer answer = ask(
                turns, Math.max(order.candidates(), properties.candidates()), prompt.tokens(), order, policy, deadline);
        List<Reading> readings = readings(more(answer, turns, prompt.tokens(), order, policy, deadline), order);
        List<String> good = good(readings);
        if (good.isEmpty()) {
            Reading best = readings.getFirst();
            String repair = best.repair();
            turns.add(new Turn(Speaker.MODEL, best.reply()));
            turns.add(new Turn(Speaker.USER, repair));
            int tokens = prompt.tokens() + TokenCount.of(best.reply()) + TokenCount.of(repair);
            try {
                good = good(
                        readings(ask(turns, 1, tokens, order, policy, deadline).texts(), order));
            } catch (ModelFailure failure) {
                LOG.info("a model did not repair its answer: {}", failure.reason());
            }
            if (good.isEmpty()) {
                good = best.salvaged().map(List::of).orElseThrow(() -> new ModelFailure(Reason.UNUSABLE));
            }
        }
        return new Attempt.Written(good.getFirst(), good.subList(1, good.size()));
    }

    /** Many servers give one message however many are asked for, so they are asked again; what fails then is left out. */
    private List<String> more(
            Answer first, List<Turn> turns, int tokens, Order order, Policy policy, Deadline deadline) {
        List<String> texts = new ArrayList<>(first.texts());
        for (int calls = 1; texts.size() < order.candidates() && calls < order.candidates(); calls++) {
            try {
                texts.addAll(ask(turns, 1, tokens, order, policy, deadline).texts());
            } catch (ModelFailure failure) {
                LOG.info("a model gave no further message: {}", failure.reason());
                break;
            }
        }
        return texts;
    }

    private Answer ask(List<Turn> turns, int candidates, int tokens, Order order, Policy policy, Deadline deadline) {
        return pool.ask(
                new Question(
                        List.copyOf(turns),
                        candidates,
                        properties.answerTokens(),
                        properties.timeout(),
                        partial(order)),
                tokens,
                policy,
                order.purpose(),
                deadline);
    }

    /** Of several messages none can be shown as the one that comes. */
    @Nullable
    private Consumer<String> partial(Order order) {
        ModelCall.Purpose purpose = order.purpose();
        if (order.candidates() > 1 || !(properties.streaming() || partials.watched(purpose))) {
            return null;
        }
        return sofar -> ReplyReading.subjectSoFar(sofar).ifPresent(subject -> partials.publish(purpose, subject));
    }

    /**
     * One answer, held against the rules.
     *
     * @param proposed null where there is no message in it
     */
    private record Reading(String reply, @Nullable ProposedMessage proposed, List<Complaint> complaints) {
        boolean isGood() {
            return proposed != null && complaints.isEmpty();
        }

        double confidence() {
            return proposed == null ? -1 : proposed.confidence();
        }

        Optional<String> salvaged() {
            return Optional.ofNullable(proposed)
                    .flatMap(message -> MessageLint.salvage(message, complaints))
                    .map(ProposedMessage::text);
        }

        String repair() {
            return proposed == null
                    ? "That is not the JSON object that was asked for. Answer with it and nothing else."
                    : "Correct this and answer with the whole JSON object again:\n"
                            + complaints.stream()
                                    .map(complaint -> "- " + complaint.text())
                                    .distinct()
                                    .collect(Collectors.joining("\n"));
        }
    }

    /** The one that needs the least repair first. */
    private static List<Reading> readings(List<String> texts, Order order) {
        return texts.stream()
                .map(reply -> reading(reply, order))
                .sorted(Comparator.comparing((Reading reading) -> reading.proposed() == null)
                        .thenComparing(reading -> reading.complaints().size())
                        .thenComparing(reading -> -reading.confidence()))
                .toList();
    }

    private static Reading reading(String reply, Order order) {
        ProposedMessage proposed = ReplyReading.message(reply)
                .map(message -> order.context().gitmoji() ? message.withGitmoji() : message)
                .orElse(null);
        return new Reading(
                reply,
                proposed,
                proposed == null
                        ? List.of()
                        : MessageLint.check(proposed, order.change(), order.context(), said(order.wish())));
    }

    @Nullable
    private static String said(@Nullable Wish wish) {
        return wish == null ? null : wish.said();
    }

    private static List<String> good(List<Reading> readings) {
        List<String> messages = new ArrayList<>();
        for (Reading reading : readings) {
            ProposedMessage proposed = reading.proposed();
            if (proposed != null && reading.isGood() && !messages.contains(proposed.text())) {
                messages.add(proposed.text());
            }
        }
        return messages;
    }
}
