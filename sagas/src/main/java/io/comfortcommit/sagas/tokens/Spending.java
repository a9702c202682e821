package io.comfortcommit.sagas.tokens;

import java.time.YearMonth;

/** What the months have cost so far, kept over restarts. */
interface Spending {
    /** In millionths of a US dollar. */
    long spent(YearMonth month);

    /** @return what the month has cost then; each sum is returned once, to whoever added last to it */
    long add(YearMonth month, long microDollars);
}
