package io.comfortcommit.messages.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param excerpt null if the chain has no such leaves */
public record ChainExcerpt(@Nullable Begin excerpt) {
    /** As {@link io.comfortcommit.messages.chain.Excerpt}, hashes in Base64. */
    public record Begin(
            String origin,
            long from,
            long to,
            long size,
            List<String> left,
            List<String> right,
            @Nullable String checkpoint) {
        public Begin {
            left = List.copyOf(left);
            right = List.copyOf(right);
        }
    }
}
