package io.comfortcommit.messages.chain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an excerpt of a chain says of itself before its leaves come.
 *
 * @param from the first leaf in it
 * @param to the first leaf that is not in it any more
 * @param size how many leaves the chain has, as far as it is shown
 * @param left hashes of the {@linkplain Span#subtrees subtrees} of the leaves before {@code from}
 * @param right the same from {@code to} to before {@code size}
 * @param checkpoint the newest one of those who keep the chain, null if they sign none
 */
public record Excerpt(
        String origin,
        long from,
        long to,
        long size,
        List<Hash> left,
        List<Hash> right,
        @Nullable SignedCheckpoint checkpoint) {
    public Excerpt {
        if (from < 0 || to < from || size < to) {
            throw new IllegalArgumentException(
                    "a chain of " + size + " leaves has none from " + from + " to before " + to);
        }
        left = List.copyOf(left);
        right = List.copyOf(right);
    }
}
