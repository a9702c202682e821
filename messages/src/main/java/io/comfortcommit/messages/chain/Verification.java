package io.comfortcommit.messages.chain;

import io.comfortcommit.messages.chain.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes once through the leaves of a chain, as many as there are, and compares them with checkpoints: those that somebody
 * kept where the keepers of the chain can't reach, and the one that came with the leaves.
 */
public final class Verification {
    private static final int MOST_FINDINGS = 1000;

    private final TrustedKeys keys;
    private final Excerpt excerpt;
    private final List<Compared> checkpoints = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Range range;
    private long findingsLeftOut;
    private long next;
    private long leaves;
    private boolean rootKnown = true;
    private long rightUpTo;
    private long provenOutside;
    private long signedByKeeper;

    private record Compared(Checkpoint checkpoint, boolean outside) {}

    /**
     * What came of it.
     *
     * @param findings empty if all is well; the first {@value #MOST_FINDINGS} at the most
     * @param findingsLeftOut how many there were besides
     * @param leaves how many were looked at
     * @param provenOutside the size of the largest checkpoint from outside that they agree with, 0 for none
     * @param signedByKeeper the same of the one that came with the leaves
     */
    public record Report(
            List<Finding> findings, long findingsLeftOut, long leaves, long provenOutside, long signedByKeeper) {
        public boolean isSound() {
            return findings.isEmpty();
        }
    }

    /** @param outside checkpoints that were kept elsewhere */
    public Verification(TrustedKeys keys, List<SignedCheckpoint> outside, Excerpt excerpt) {
        this.keys = keys;
        this.excerpt = excerpt;
        outside.forEach(note -> take(note, true));
        if (excerpt.checkpoint() != null) {
            take(excerpt.checkpoint(), false);
        }
        checkpoints.sort(Comparator.comparing((Compared compared) -> compared.checkpoint.size())
                .thenComparing(compared -> !compared.outside));
        range = before(excerpt);
        next = excerpt.from();
        compareAt(next);
    }

    private void take(SignedCheckpoint note, boolean outside) {
        Checkpoint checkpoint = note.checkpoint();
        String size = String.valueOf(checkpoint.size());
        switch (keys.check(note)) {
            case BY_NOBODY_KNOWN -> find(Kind.NOT_SIGNED, 0, checkpoint.size(), size);
            case TOO_LATE -> find(Kind.KEY_REPLACED, 0, checkpoint.size(), size);
            case RIGHTLY -> {
                if (checkpoint.origin().equals(excerpt.origin())) {
                    checkpoints.add(new Compared(checkpoint, outside));
                } else {
                    find(Kind.OTHER_CHAIN, 0, checkpoint.size(), checkpoint.origin());
                }
            }
        }
    }

    private Range before(Excerpt excerpt) {
        try {
            return Range.of(new Span(0, excerpt.from()), excerpt.left());
        } catch (IllegalArgumentException e) {
            find(Kind.NO_EXCERPT, 0, excerpt.from(), null);
            rootKnown = false;
            return Range.at(0);
        }
    }

    /**
     * Takes the next leaf.
     *
     * @param recorded the hash that the chain has for it
     * @param leaf what is stored now; null if it is gone
     */
    public void leaf(long index, Hash recorded, @Nullable Leaf leaf) {
        leaves++;
        if (leaf == null) {
            find(Kind.RECORD_GONE, index, index + 1, null);
        } else if (!leaf.hash().equals(recorded)) {
            find(Kind.LEAF_CHANGED, index, index + 1, leaf.id());
        }
        place(index, recorded, leaf == null ? null : leaf.id());
    }

    /** Takes the next leaf by its hash alone: what is stored of it is not looked at, its place in the chain is. */
    public void hash(long index, Hash recorded) {
        place(index, recorded, null);
    }

    private void place(long index, Hash recorded, @Nullable String id) {
        if (index < next || index >= excerpt.to()) {
            find(Kind.OUT_OF_ORDER, index, index + 1, id);
            rootKnown = false;
            return;
        }
        if (index > next) {
            find(Kind.LEAVES_MISSING, next, index, null);
            rootKnown = false;
        }
        next = index + 1;
        if (rootKnown) {
            range.add(recorded);
            compareAt(next);
        }
    }

    /** @param line its number, from 1 */
    public void unreadable(long line) {
        find(Kind.UNREADABLE, next, next + 1, String.valueOf(line));
    }

    private void compareAt(long size) {
        if (rootKnown) {
            checkpoints.stream()
                    .filter(compared -> compared.checkpoint.size() == size)
                    .forEach(compared -> compare(compared, range.root()));
        }
    }

    private void compare(Compared compared, Hash root) {
        long size = compared.checkpoint.size();
        if (!compared.checkpoint.root().equals(root)) {
            find(compared.outside ? Kind.REWRITTEN : Kind.NOT_AS_SIGNED, rightUpTo, size, String.valueOf(size));
            return;
        }
        rightUpTo = size;
        if (compared.outside) {
            provenOutside = size;
        } else {
            signedByKeeper = size;
        }
    }

    /** To be asked once, after the last leaf. */
    public Report report() {
        if (next < excerpt.to()) {
            find(Kind.LEAVES_MISSING, next, excerpt.to(), null);
            rootKnown = false;
        }
        long shownUpTo = excerpt.to();
        if (rootKnown && excerpt.size() > excerpt.to()) {
            try {
                range.add(Range.of(new Span(excerpt.to(), excerpt.size()), excerpt.right()));
                shownUpTo = excerpt.size();
                compareAt(shownUpTo);
            } catch (IllegalArgumentException e) {
                find(Kind.NO_EXCERPT, excerpt.to(), excerpt.size(), null);
            }
        }
        for (Compared compared : checkpoints) {
            long size = compared.checkpoint.size();
            if (size > excerpt.size()) {
                find(Kind.TRUNCATED, excerpt.size(), size, String.valueOf(size));
            } else if (compared.outside && (size < excerpt.from() || size > excerpt.to() && size != shownUpTo)) {
                find(Kind.NOT_COMPARABLE, excerpt.from(), excerpt.to(), String.valueOf(size));
            }
        }
        if (findings.isEmpty() && leaves > 0 && provenOutside == 0 && signedByKeeper == 0) {
            find(Kind.NOTHING_PROVEN, excerpt.from(), excerpt.to(), null);
        }
        return new Report(List.copyOf(findings), findingsLeftOut, leaves, provenOutside, signedByKeeper);
    }

    private void find(Kind kind, long from, long to, @Nullable String about) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(new Finding(kind, from, to, about));
        } else {
            findingsLeftOut++;
        }
    }
}
