/** The audit chain: a leaf for each event, added once and in order, with checkpoints and proofs. Never rebuilt. */
@NullMarked
package io.comfortcommit.queryside.chain;

import org.jspecify.annotations.NullMarked;
