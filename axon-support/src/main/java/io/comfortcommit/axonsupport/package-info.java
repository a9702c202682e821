/** How messages are stored, and the ground that every side stands on in Axon: transactions, buses, tokens, dead letters. */
@NullMarked
package io.comfortcommit.axonsupport;

import org.jspecify.annotations.NullMarked;
