package io.comfortcommit.messages.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Leaves from {@code begin} to before {@code end}, and which perfect subtrees they are made of. */
public record Span(long begin, long end) {
    public Span {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no leaves from " + begin + " to before " + end);
        }
    }

    /** The largest perfect subtrees that cover it, from left to right; as many as its length has digits, twice at most. */
    public List<Subtree> subtrees() {
        List<Subtree> subtrees = new ArrayList<>();
        for (long at = begin; at < end; at = subtrees.getLast().end()) {
            int level =
                    Math.min(at == 0 ? 62 : Long.numberOfTrailingZeros(at), 63 - Long.numberOfLeadingZeros(end - at));
            subtrees.add(new Subtree(level, at >> level));
        }
        return subtrees;
    }

    /** The hash of these leaves as a tree of their own. Sound where the span is one that a proof names, or begins at 0. */
    Hash root(Function<Subtree, Hash> hashes) {
        List<Subtree> subtrees = subtrees();
        Hash root = hashes.apply(subtrees.getLast());
        for (Subtree left : subtrees.reversed().subList(1, subtrees.size())) {
            root = Hash.ofNode(hashes.apply(left), root);
        }
        return root;
    }
}
