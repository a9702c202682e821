package io.comfortcommit.messages.chain;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a chain, or with what was given to verify it by.
 *
 * @param from the first leaf that it is about
 * @param to the first leaf that it is not about any more
 * @param about the event's or action's id; for a checkpoint, its size; for a line, its number
 */
public record Finding(
        Kind kind, long from, long to, @Nullable String about) {
    /** Names are stable: {@code comfort verify --json} gives them. */
    public enum Kind {
        /** The stored bytes are not those that the leaf was made of. */
        LEAF_CHANGED,
        /** The leaf is there, but not the event that it was made of. */
        RECORD_GONE,
        /** Leaves that must be there are not. */
        LEAVES_MISSING,
        /** A leaf comes after one that follows it, or comes twice. */
        OUT_OF_ORDER,
        /** The chain has fewer leaves than a checkpoint says. */
        TRUNCATED,
        /** The leaves do not give the root of a checkpoint that was kept outside: they were rewritten, or it is another branch. */
        REWRITTEN,
        /** The leaves do not give the root of the checkpoint that came with them. */
        NOT_AS_SIGNED,
        /** A checkpoint bears no signature of a known key. */
        NOT_SIGNED,
        /** A checkpoint is signed by a key that had been replaced by then. */
        KEY_REPLACED,
        /** A checkpoint is of another chain. */
        OTHER_CHAIN,
        /** These leaves can't be compared with a checkpoint: it ends before or after them, and what lies between is not there. */
        NOT_COMPARABLE,
        /** What should prove where the leaves belong has the wrong form. */
        NO_EXCERPT,
        /** A line of the export is none. */
        UNREADABLE,
        /** No checkpoint says anything of these leaves. */
        NOTHING_PROVEN
    }
}
