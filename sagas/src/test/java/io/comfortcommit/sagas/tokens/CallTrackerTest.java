package io.comfortcommit.sagas.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.drafting.DraftingCallEvent;
import io.comfortcommit.messages.drafting.DraftingCallEvent.BudgetReached;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallTrackerTest {
    private static final Map<String, TokenProperties.Price> PRICES =
            Map.of("big", new TokenProperties.Price(new BigDecimal("2.50"), new BigDecimal("10")));

    private final List<DraftingCallEvent> events = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KeptSpending spending = new KeptSpending();
    private Instant now = Instant.parse("2026-11-23T06:00:00Z");

    @Test
    void aCallCostsWhatTheModelsPriceSays() {
        tracker("500", false).track(call("big", 7_000, 100));
        assertThat(calls())
                .singleElement()
                .extracting(ModelCalled::microDollars, ModelCalled::milliseconds, ModelCalled::keyGroup)
                .containsExactly(18_500L, 1_500L, "team-a");
        assertThat(registry.get("model.cost.dollars")
                        .tag("key_group", "team-a")
                        .tag("model", "big")
                        .counter()
                        .count())
                .isEqualTo(0.0185);
        assertThat(spending.spent(YearMonth.of(2026, 11))).isEqualTo(18_500);
    }

    @Test
    void aModelWithoutAPriceCostsNothing() {
        tracker("500", false).track(call("local", 7_000, 100));
        assertThat(calls())
                .singleElement()
                .extracting(ModelCalled::microDollars)
                .isEqualTo(0L);
    }

    @Test
    void aSpentBudgetStopsNothingUnlessThatIsSwitchedOn() {
        CallTracker soft = tracker("0.01", false);
        soft.track(call("big", 7_000, 100));
        assertThat(soft.allows()).isTrue();
        assertThat(registry.get("model.budget.share").gauge().value()).isEqualTo(1.85);
    }

    @Test
    void theHardStopHoldsOverARestartAndEndsWithTheMonth() {
        tracker("0.01", true).track(call("big", 7_000, 100));
        CallTracker restarted = tracker("0.01", true);
        assertThat(restarted.allows()).isFalse();
        now = Instant.parse("2026-12-01T00:00:00Z");
        assertThat(restarted.allows()).isTrue();
    }

    @Test
    void eachMarkOfTheBudgetIsToldOnceInAMonthWhoeverGoesBeyondIt() {
        CallTracker one = tracker("0.02", true);
        CallTracker other = tracker("0.02", true);
        one.track(call("big", 4_000, 0));
        assertThat(reached()).isEmpty();
        other.track(call("big", 2_400, 0));
        assertThat(reached())
                .containsExactly(new BudgetReached(
                        new DraftId(new UUID(7, 1)),
                        new RepositoryId(new UUID(7, 2)),
                        new UserId(new UUID(7, 3)),
                        "2026-11",
                        80,
                        20_000,
                        16_000,
                        false,
                        now));
        assertThat(other.allows()).isTrue();
        one.track(call("big", 4_000, 0));
        other.track(call("big", 4_000, 0));
        assertThat(reached())
                .extracting(BudgetReached::percent, BudgetReached::spentMicroDollars, BudgetReached::stopped)
                .containsExactly(tuple(80, 16_000L, false), tuple(100, 26_000L, true));
        assertThat(one.allows()).isFalse();
        assertThat(other.allows())
                .as("it spent nothing beyond the mark itself, but sees what all have spent")
                .isFalse();
        now = Instant.parse("2026-12-01T00:00:00Z");
        one.track(call("big", 8_000, 0));
        assertThat(reached())
                .extracting(BudgetReached::month)
                .containsExactly("2026-11", "2026-11", "2026-12", "2026-12");
        assertThat(registry.get("model.budget.reached")
                        .tag("percent", "100")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void withoutABudgetThereIsNothingToReach() {
        tracker("0", true).track(call("big", 8_000, 0));
        assertThat(reached()).isEmpty();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatCanNotBeKeptDoesNotStopTheDraft() {
        CallTracker tracker = new CallTracker(
                new TokenProperties(BigDecimal.ONE, false, PRICES),
                spending,
                registry,
                event -> {
                    throw new IllegalStateException("no store");
                },
                clock());
        assertThatCode(() -> tracker.track(call("big", 1, 1))).doesNotThrowAnyException();
    }

    @Test
    void aMarkIsToldThoughTheCallThatPassedItCouldNotBeRecorded() {
        CallTracker tracker = new CallTracker(
                new TokenProperties(new BigDecimal("0.01"), false, PRICES),
                spending,
                registry,
                event -> {
                    if (event instanceof ModelCalled) {
                        throw new IllegalStateException("no store");
                    }
                    events.add(event);
                },
                clock());
        tracker.track(call("big", 8_000, 0));
        assertThat(reached()).extracting(BudgetReached::percent).containsExactly(80, 100);
    }

    private List<ModelCalled> calls() {
        return events.stream()
                .filter(ModelCalled.class::isInstance)
                .map(ModelCalled.class::cast)
                .toList();
    }

    private List<BudgetReached> reached() {
        return events.stream()
                .filter(BudgetReached.class::isInstance)
                .map(BudgetReached.class::cast)
                .toList();
    }

    private CallTracker tracker(String budget, boolean hardStop) {
        return new CallTracker(
                new TokenProperties(new BigDecimal(budget), hardStop, PRICES),
                spending,
                registry,
                events::add,
                clock());
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private static ModelCall call(String model, int prompt, int answer) {
        return new ModelCall(
                new ModelCall.Purpose(
                        new DraftId(new UUID(7, 1)), new RepositoryId(new UUID(7, 2)), new UserId(new UUID(7, 3))),
                "team-a",
                "endpoint",
                model,
                prompt,
                answer,
                false,
                1_500_000_000L,
                "OK");
    }

    private static final class KeptSpending implements Spending {
        private final Map<YearMonth, Long> months = new HashMap<>();

        @Override
        public long spent(YearMonth month) {
            return months.getOrDefault(month, 0L);
        }

        @Override
        public long add(YearMonth month, long microDollars) {
            return months.merge(month, microDollars, Long::sum);
        }
    }
}
