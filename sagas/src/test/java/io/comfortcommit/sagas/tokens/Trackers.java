package io.comfortcommit.sagas.tokens;

import io.comfortcommit.messages.drafting.DraftingCallEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Trackers with a budget, for tests elsewhere. */
public final class Trackers {
    private Trackers() {}

    /** @param perCall US dollars that a call of a thousand tokens sent costs, of the one dollar that there is in a month */
    public static CallTracker withOneDollar(
            String model, String perCall, MeterRegistry registry, Consumer<DraftingCallEvent> events) {
        return new CallTracker(
                new TokenProperties(
                        BigDecimal.ONE,
                        true,
                        Map.of(
                                model,
                                new TokenProperties.Price(
                                        new BigDecimal(perCall).multiply(BigDecimal.valueOf(1_000)), BigDecimal.ZERO))),
                new InProcess(),
                registry,
                events,
                Clock.systemUTC());
    }

    private static final class InProcess implements Spending {
        private final Map<YearMonth, Long> months = new ConcurrentHashMap<>();

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
