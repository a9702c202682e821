package io.comfortcommit.messages.query;

import io.comfortcommit.messages.chain.Leaf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves of the audit chain, one after another.
 *
 * @param next the first one that was not read: the end of what was asked for or, where leaves are large, before it
 */
public record ChainLeaves(List<Chained> leaves, long next) {
    public ChainLeaves {
        leaves = List.copyOf(leaves);
    }

    /**
     * @param hash that the chain has for it, in Base64
     * @param id of the event or action that it was made of
     * @param stored what it was made of, as it is stored now; null if that is gone
     */
    public record Chained(
            long leaf, String hash, String id, @Nullable Leaf stored) {}
}
