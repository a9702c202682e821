package io.comfortcommit.messages.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Hashes of the leaves from one place to another, in as few subtrees as there can be: what is to be known of a tree to go
 * on with it. Ranges that adjoin are joined to one; one that begins at 0 has a root.
 */
public final class Range {
    private final long begin;
    private long end;
    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(Subtree place, Hash hash) {}

    private Range(long begin) {
        this.begin = begin;
        this.end = begin;
    }

    /** Without leaves, before leaf {@code begin}. */
    public static Range at(long begin) {
        return new Range(begin);
    }

    /**
     * @param hashes of the span's {@linkplain Span#subtrees subtrees}
     * @throws IllegalArgumentException if they are too few or too many
     */
    public static Range of(Span span, List<Hash> hashes) {
        List<Subtree> places = span.subtrees();
        if (places.size() != hashes.size()) {
            throw new IllegalArgumentException("leaves from " + span.begin() + " to before " + span.end() + " have "
                    + places.size() + " subtrees, not " + hashes.size());
        }
        Range range = at(span.begin());
        Iterator<Hash> hash = hashes.iterator();
        places.forEach(place -> range.add(place, hash.next(), (_, _) -> {}));
        return range;
    }

    public long begin() {
        return begin;
    }

    public long end() {
        return end;
    }

    /** Adds a leaf at the end. */
    public void add(Hash leaf) {
        add(leaf, (_, _) -> {});
    }

    /** @param completed told of each subtree of more than one leaf that this leaf completes */
    public void add(Hash leaf, BiConsumer<Subtree, Hash> completed) {
        add(Subtree.ofLeaf(end), leaf, completed);
    }

    /** Adds what adjoins at the end. */
    public void add(Range next) {
        if (next.begin != end) {
            throw new IllegalArgumentException("leaf " + next.begin + " does not follow leaf " + (end - 1));
        }
        next.parts.forEach(part -> add(part.place, part.hash, (_, _) -> {}));
    }

    private void add(Subtree place, Hash hash, BiConsumer<Subtree, Hash> completed) {
        end = place.end();
        Part part = new Part(place, hash);
        while (!parts.isEmpty() && parts.getLast().place.isLeftOf(part.place)) {
            part = new Part(part.place.parent(), Hash.ofNode(parts.removeLast().hash, part.hash));
            completed.accept(part.place, part.hash);
        }
        parts.addLast(part);
    }

    /** @throws IllegalStateException unless it begins at 0 */
    public Hash root() {
        if (begin != 0) {
            throw new IllegalStateException("the leaves before " + begin + " are not known");
        }
        if (parts.isEmpty()) {
            return Hash.EMPTY;
        }
        Iterator<Part> fromRight = parts.descendingIterator();
        Hash root = fromRight.next().hash;
        while (fromRight.hasNext()) {
            root = Hash.ofNode(fromRight.next().hash, root);
        }
        return root;
    }

    /** Of its subtrees, from left to right. */
    public List<Hash> hashes() {
        return parts.stream().map(Part::hash).toList();
    }
}
