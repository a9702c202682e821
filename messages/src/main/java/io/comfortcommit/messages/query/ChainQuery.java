package io.comfortcommit.messages.query;

import io.comfortcommit.messages.UserId;
import org.jspecify.annotations.Nullable;

/** What can be asked of the audit chain, which holds the events of everybody. */
public sealed interface ChainQuery {
    UserId caller();

    /** Answered with a {@link ChainState}. */
    record FindChain(UserId caller) implements ChainQuery {}

    /**
     * Answered with a {@link ChainProof} that a leaf is in the tree of that size; without one if there is no such leaf.
     *
     * @param leaf its place or, where it begins with no digit or is no number, the id of the event
     * @param size null for that of the newest checkpoint, or of the whole chain where that has not come to the leaf yet
     */
    record ProveInclusion(
            UserId caller, String leaf, @Nullable Long size) implements ChainQuery {}

    /**
     * Answered with a {@link ChainProof} that the tree of {@code from} leaves was only added to until it had {@code to};
     * without one if it never had so many.
     *
     * @param to null for the size of the newest checkpoint
     */
    record ProveConsistency(
            UserId caller, long from, @Nullable Long to) implements ChainQuery {}

    /**
     * Answered with a {@link ChainExcerpt} that the leaves follow by {@link ReadLeaves}.
     *
     * @param to null for {@code size}
     * @param size null for that of the whole chain
     */
    record FindExcerpt(
            UserId caller,
            long from,
            @Nullable Long to,
            @Nullable Long size) implements ChainQuery {}

    /**
     * Answered with {@link ChainLeaves}, in their order: with all that were asked for, or with fewer if those are large.
     *
     * @param to the first leaf that is not wanted; at most {@value #MOST} after {@code from}
     */
    record ReadLeaves(UserId caller, long from, long to) implements ChainQuery {
        public static final int MOST = 500;
    }
}
