package io.comfortcommit.sagas.tokens;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What may be spent in a month. Warns at four fifths and when it is spent; stops only where that is switched on. */
final class MonthlyBudget {
    private static final Logger LOG = LoggerFactory.getLogger(MonthlyBudget.class);

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

    /** @return whether something is to be kept */
    synchronized boolean spend(long microDollars) {
        long before = current();
        spent = before + microDollars;
        if (passes(before, limit / 5 * 4)) {
            LOG.warn("four fifths of this month's budget for models are spent");
        }
        if (passes(before, limit)) {
            LOG.warn(
                    hardStop
                            ? "this month's budget for models is spent: drafts are made without one"
                            : "this month's budget for models is spent; models are asked on, as the hard stop is off");
        }
        return microDollars > 0;
    }

    void keep(long microDollars) {
        spending.add(thisMonth(), microDollars);
    }

    private boolean passes(long before, long mark) {
        return limit > 0 && before < mark && spent >= mark;
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
