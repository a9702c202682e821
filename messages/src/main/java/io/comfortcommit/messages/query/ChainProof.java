package io.comfortcommit.messages.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param proof null if there is nothing to prove */
public record ChainProof(@Nullable Proof proof) {
    /**
     * Hashes are in Base64.
     *
     * @param first the leaf's place, or the smaller size
     * @param size of the tree
     * @param firstHash of the leaf, or the root of the smaller tree
     * @param root of the tree
     * @param hashes RFC 9162, section 2.1.3 or 2.1.4
     */
    public record Proof(long first, long size, String firstHash, String root, List<String> hashes) {
        public Proof {
            hashes = List.copyOf(hashes);
        }
    }
}
