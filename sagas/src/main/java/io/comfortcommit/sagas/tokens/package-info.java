/** What calls to models cost: tokens, money, time, and whose they were. */
@NullMarked
package io.comfortcommit.sagas.tokens;

import org.jspecify.annotations.NullMarked;
