package io.comfortcommit.messages.chain;

/**
 * The place of a perfect subtree: 2<sup>level</sup> leaves, the first of which is {@code index} · 2<sup>level</sup>. Once
 * its leaves are there, its hash never changes.
 */
public record Subtree(int level, long index) {
    public Subtree {
        if (level < 0 || level > 62 || index < 0) {
            throw new IllegalArgumentException("there is no subtree " + index + " at level " + level);
        }
    }

    static Subtree ofLeaf(long index) {
        return new Subtree(0, index);
    }

    public long begin() {
        return index << level;
    }

    public long end() {
        return (index + 1) << level;
    }

    boolean isLeftOf(Subtree other) {
        return level == other.level && (index & 1) == 0 && index + 1 == other.index;
    }

    Subtree parent() {
        return new Subtree(level + 1, index >> 1);
    }
}
