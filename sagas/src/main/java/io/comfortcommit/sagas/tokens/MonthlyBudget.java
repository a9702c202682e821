package io.comfortcommit.sagas.tokens;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be spent in a month. Tells when four fifths and when all is spent; stops only where that is switched on. */
final class MonthlyBudget {
    /** Of the limit, in percent. */
    private static final List<Integer> MARKS = List.of(80, 100);

    private final long limit;
    private final boolean hardStop;
    private final Spending spending;
    private final Clock clock;

    @Nullable
    private YearMonth month;

    private long spent;

    /** @param limit in millionths of a US dollar; 0 for none */
    MonthlyBudget(long limit, boolean hardStop, Spending spending, Clock clock) {
        this.limit = limit;
        this.hardStop = hardStop;
        this.spending = spending;
        this.clock = clock;
    }

    /**
     * A mark that a call went beyond.
     *
     * @param spent in millionths of a US dollar
     * @param stopped whether no model is asked any more
     */
    record Reached(YearMonth month, int percent, long limit, long spent, boolean stopped) {}

    synchronized void spend(long microDollars) {
        spent = current() + microDollars;
    }

    /**
     * Keeps what was spent.
     *
     * @return the marks that it went beyond: of all processes that share the spending, to one alone
     */
    List<Reached> keep(long microDollars) {
        YearMonth now = thisMonth();
        long total = spending.add(now, microDollars);
        synchronized (this) {
            // Other processes spend too.
            if (now.equals(month)) {
                spent = Math.max(spent, total);
            }
        }
        return MARKS.stream()
                .filter(percent -> passes(total - microDollars, total, limit / 100 * percent))
                .map(percent -> new Reached(now, percent, limit, total, hardStop && percent == 100))
                .toList();
    }

    private boolean passes(long before, long after, long mark) {
        return limit > 0 && before < mark && after >= mark;
    }

    synchronized boolean allows() {
        return !hardStop || limit == 0 || current() < limit;
    }

    /** 1 when it is spent. */
    synchronized double share() {
        return limit == 0 ? 0 : (double) current() / limit;
    }

    private long current() {
        YearMonth now = thisMonth();
        if (!now.equals(month)) {
            spent = spending.spent(now);
            month = now;
        }
        return spent;
    }

    private YearMonth thisMonth() {
        return YearMonth.now(clock.withZone(ZoneOffset.UTC));
    }
}
