package io.comfortcommit.sagas.tokens;

import io.comfortcommit.messages.drafting.DraftingCallEvent;
import io.comfortcommit.messages.drafting.DraftingCallEvent.BudgetReached;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code track_tokens}: accounts for each call to a model. Metrics are by endpoint, model, key group and outcome; users and
 * repositories, of which there may be many, are in the events.
 */
public final class CallTracker {
    private static final Logger LOG = LoggerFactory.getLogger(CallTracker.class);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /** Whole and fractional microdollars for a token. */
    private record Rate(double prompt, double answer) {
        private static final Rate FREE = new Rate(0, 0);
    }

    private record Series(String endpoint, String model, String keyGroup, String outcome) {}

    private record Meters(Timer time, Counter prompt, Counter answer, Counter dollars) {}

    private final Map<String, Rate> rates;
    private final MonthlyBudget budget;
    private final MeterRegistry registry;
    private final Consumer<DraftingCallEvent> events;
    private final Clock clock;
    /** Found once: a registry looks a meter up by sorting its tags. */
    private final Map<Series, Meters> meters = new ConcurrentHashMap<>();

    CallTracker(
            TokenProperties properties,
            Spending spending,
            MeterRegistry registry,
            Consumer<DraftingCallEvent> events,
            Clock clock) {
        Map<String, Rate> known = new HashMap<>();
        // Dollars for a million tokens are microdollars for one.
        properties
                .prices()
                .forEach((model, price) -> known.put(
                        model,
                        new Rate(price.prompt().doubleValue(), price.answer().doubleValue())));
        this.rates = Map.copyOf(known);
        this.budget = new MonthlyBudget(
                properties.monthlyBudget().multiply(MILLION).longValue(), properties.hardStop(), spending, clock);
        this.registry = registry;
        this.events = events;
        this.clock = clock;
        Gauge.builder("model.budget.share", budget, MonthlyBudget::share)
                .description("share of the month's budget for models that is spent")
                .register(registry);
    }

    /** A tracker that keeps nothing beyond the process. */
    public static CallTracker inMemory(MeterRegistry registry, Consumer<DraftingCallEvent> events, Clock clock) {
        return new CallTracker(
                new TokenProperties(BigDecimal.ZERO, false, Map.of()), new NoSpending(), registry, events, clock);
    }

    /** Whether a model may still be asked this month. */
    public boolean allows() {
        return budget.allows();
    }

    /** Never fails: what can't be kept is logged, the draft goes on. */
    public void track(ModelCall call) {
        ModelCalled event = account(call);
        List<MonthlyBudget.Reached> marks = kept(event.microDollars());
        record(event);
        marks.forEach(mark -> alert(mark, event));
    }

    private List<MonthlyBudget.Reached> kept(long microDollars) {
        try {
            return microDollars > 0 ? budget.keep(microDollars) : List.of();
        } catch (RuntimeException e) {
            LOG.warn("what a model has cost could not be kept", e);
            return List.of();
        }
    }

    /** Each by itself: a mark is passed once, and must be told where the event before it was lost. */
    private void record(DraftingCallEvent event) {
        try {
            events.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("a call to a model could not be recorded", e);
        }
    }

    private void alert(MonthlyBudget.Reached mark, ModelCalled call) {
        LOG.warn(
                "{}% of this month's budget for models are spent{}",
                mark.percent(), mark.stopped() ? ": drafts are made without one" : "");
        registry.counter("model.budget.reached", "percent", Integer.toString(mark.percent()))
                .increment();
        record(new BudgetReached(
                call.draftId(),
                call.repositoryId(),
                call.author(),
                mark.month().toString(),
                mark.percent(),
                mark.limit(),
                mark.spent(),
                mark.stopped(),
                call.at()));
    }

    private ModelCalled account(ModelCall call) {
        Rate rate = rates.getOrDefault(call.model(), Rate.FREE);
        long cost = Math.round(call.promptTokens() * rate.prompt() + call.answerTokens() * rate.answer());
        Meters series = meters.computeIfAbsent(
                new Series(call.endpoint(), call.model(), call.keyGroup(), call.outcome()), this::register);
        series.time().record(call.nanoseconds(), TimeUnit.NANOSECONDS);
        series.prompt().increment(call.promptTokens());
        series.answer().increment(call.answerTokens());
        series.dollars().increment(cost / 1e6);
        budget.spend(cost);
        return new ModelCalled(
                call.purpose().draft(),
                call.purpose().repository(),
                call.purpose().author(),
                call.keyGroup(),
                call.endpoint(),
                call.model(),
                call.promptTokens(),
                call.answerTokens(),
                call.counted(),
                cost,
                Duration.ofNanos(call.nanoseconds()).toMillis(),
                call.outcome(),
                clock.instant());
    }

    private Meters register(Series series) {
        String[] tags = {
            "endpoint", series.endpoint(),
            "model", series.model(),
            "key_group", series.keyGroup(),
            "outcome", series.outcome()
        };
        return new Meters(
                registry.timer("model.calls", tags),
                registry.counter("model.prompt.tokens", tags),
                registry.counter("model.answer.tokens", tags),
                registry.counter("model.cost.dollars", tags));
    }
}
