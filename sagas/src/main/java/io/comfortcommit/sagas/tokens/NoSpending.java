package io.comfortcommit.sagas.tokens;

import java.time.YearMonth;

/** For where there is no budget to keep. */
final class NoSpending implements Spending {
    @Override
    public long spent(YearMonth month) {
        return 0;
    }

    @Override
    public long add(YearMonth month, long microDollars) {
        return microDollars;
    }
}
