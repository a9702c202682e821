package io.comfortcommit.messages.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Proofs of RFC 9162, sections 2.1.3 and 2.1.4: which hashes they consist of, and whether they hold. */
public final class Proofs {
    private Proofs() {}

    /** The spans whose roots prove that a leaf is in the tree of that size. */
    public static List<Span> inclusion(long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves has no leaf " + leaf);
        }
        List<Span> path = new ArrayList<>();
        inclusion(leaf, 0, size, path);
        return path;
    }

    private static void inclusion(long leaf, long begin, long end, List<Span> path) {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + split(end - begin);
        if (leaf < middle) {
            inclusion(leaf, begin, middle, path);
            path.add(new Span(middle, end));
        } else {
            inclusion(leaf, middle, end, path);
            path.add(new Span(begin, middle));
        }
    }

    /** The spans whose roots prove that a tree of {@code before} leaves was only added to since. */
    public static List<Span> consistency(long before, long size) {
        if (before < 1 || before > size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves never had " + before);
        }
        List<Span> path = new ArrayList<>();
        consistency(before, 0, size, true, path);
        return path;
    }

    private static void consistency(long before, long begin, long end, boolean known, List<Span> path) {
        if (before == end) {
            if (!known) {
                path.add(new Span(begin, end));
            }
            return;
        }
        long middle = begin + split(end - begin);
        if (before <= middle) {
            consistency(before, begin, middle, known, path);
            path.add(new Span(middle, end));
        } else {
            consistency(before, middle, end, false, path);
            path.add(new Span(begin, middle));
        }
    }

    /** The largest power of two below {@code leaves}. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }

    /** @param hashes of perfect subtrees */
    public static List<Hash> hashes(List<Span> proof, Function<Subtree, Hash> hashes) {
        return proof.stream().map(span -> span.root(hashes)).toList();
    }

    /** Whether it is proven that the leaf with that hash has that place in the tree. RFC 9162, section 2.1.3.2. */
    public static boolean includes(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long place = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                hash = Hash.ofNode(sibling, hash);
                while ((place & 1) == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.ofNode(hash, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether it is proven that the one tree became the other by additions alone. RFC 9162, section 2.1.4.2. */
    public static boolean extend(long before, Hash rootBefore, long size, Hash root, List<Hash> proof) {
        if (before < 1 || before > size) {
            return false;
        }
        if (before == size) {
            return proof.isEmpty() && rootBefore.equals(root);
        }
        List<Hash> path = new ArrayList<>(proof);
        if (Long.bitCount(before) == 1) {
            path.addFirst(rootBefore);
        }
        if (path.isEmpty()) {
            return false;
        }
        long place = before - 1;
        long last = size - 1;
        while ((place & 1) == 1) {
            place >>= 1;
            last >>= 1;
        }
        Hash old = path.getFirst();
        Hash now = path.getFirst();
        for (Hash sibling : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                old = Hash.ofNode(sibling, old);
                now = Hash.ofNode(sibling, now);
                while ((place & 1) == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                now = Hash.ofNode(now, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && old.equals(rootBefore) && now.equals(root);
    }
}
