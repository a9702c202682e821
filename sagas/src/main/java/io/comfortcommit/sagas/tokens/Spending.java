package io.comfortcommit.sagas.tokens;

import java.time.YearMonth;

/** What the months have cost so far, kept over restarts. */
interface Spending {
    /** In millionths of a US dollar. */
    long spent(YearMonth month);

    void add(YearMonth month, long microDollars);
}
