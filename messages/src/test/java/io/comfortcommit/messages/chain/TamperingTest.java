package io.comfortcommit.messages.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.chain.Finding.Kind;
import io.comfortcommit.messages.chain.Verification.Report;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is done to a chain that a checkpoint was taken of and kept elsewhere, it is found. */
class TamperingTest {
    private static final int MUTATIONS = Boolean.getBoolean("comfort.tests.long") ? 10_000 : 2_000;
    /** Signing takes longer than everything else here. */
    private static final int MUTATIONS_OF_ONE = 20;

    private static final String ORIGIN = "comfort-commit/test";

    private final NoteSigner oldKey = NoteSigner.of(NoteSigner.fresh("old", new SecureRandom()));
    private final NoteSigner key = NoteSigner.of(NoteSigner.fresh("new", new SecureRandom()));

    private record Stored(
            long index, Hash recorded, @Nullable Leaf leaf) {
        static Stored of(long index, Leaf leaf) {
            return new Stored(index, leaf.hash(), leaf);
        }
    }

    /** A chain as its keepers show it. */
    private record Shown(
            List<Stored> leaves,
            long from,
            long to,
            long size,
            @Nullable SignedCheckpoint checkpoint) {}

    private enum Mutation {
        BYTES,
        BYTES_AND_HASH,
        HASH,
        RECORD_DELETED,
        LEAF_DELETED,
        LEAF_DELETED_AND_THE_REST_MOVED_UP,
        LEAF_TWICE,
        LEAF_ADDED_BETWEEN,
        LINES_EXCHANGED,
        LEAVES_EXCHANGED,
        SHUFFLED,
        CUT_OFF,
        CUT_OFF_AND_SIGNED_ANEW,
        FORK_SIGNED_WITH_THE_OLD_KEY,
        FORK_SIGNED_WITH_THE_KEY_IN_USE,
        FORK_AFTER_THE_CHECKPOINT_SIGNED_WITH_THE_OLD_KEY
    }

    private static Leaf leaf(Random random, int i) {
        byte[] payload = new byte[random.nextInt(80)];
        random.nextBytes(payload);
        return new Leaf(
                random.nextInt(8) == 0 ? Leaf.ACTION : Leaf.EVENT,
                "id-" + i,
                random.nextBoolean() ? "stream-" + random.nextInt(9) : null,
                "CommitDraft",
                random.nextBoolean() ? (long) random.nextInt(20) : null,
                "commit-draft.edited",
                random.nextBoolean() ? "1" : null,
                "2026-11-01T09:00:00.000Z",
                random.nextBoolean() ? "{}".getBytes(StandardCharsets.UTF_8) : null,
                payload);
    }

    private static List<Stored> numbered(List<Leaf> leaves) {
        List<Stored> stored = new ArrayList<>();
        for (Leaf leaf : leaves) {
            stored.add(Stored.of(stored.size(), leaf));
        }
        return stored;
    }

    private static Checkpoint checkpoint(List<Stored> leaves, int size) {
        Range range = Range.at(0);
        leaves.subList(0, size).forEach(leaf -> range.add(leaf.recorded));
        return new Checkpoint(ORIGIN, size, range.root());
    }

    private static Shown whole(List<Stored> leaves, long size, @Nullable SignedCheckpoint checkpoint) {
        return new Shown(leaves, 0, size, size, checkpoint);
    }

    private static Report verify(TrustedKeys keys, List<SignedCheckpoint> outside, Shown shown, List<Hash> hashes) {
        Verification verification = new Verification(
                keys,
                outside,
                new Excerpt(
                        ORIGIN,
                        shown.from,
                        shown.to,
                        shown.size,
                        subtrees(hashes, new Span(0, shown.from)),
                        subtrees(hashes, new Span(shown.to, shown.size)),
                        shown.checkpoint));
        shown.leaves.forEach(leaf -> verification.leaf(leaf.index, leaf.recorded, leaf.leaf));
        return verification.report();
    }

    private static List<Hash> subtrees(List<Hash> hashes, Span span) {
        Range range = Range.at(span.begin());
        if (span.begin() == span.end()) {
            return List.of();
        }
        hashes.subList((int) span.begin(), (int) span.end()).forEach(range::add);
        return range.hashes();
    }

    @Test
    void everyMutationOfAChainWithACheckpointOutsideIsFound() {
        long seed = new Random().nextLong();
        System.out.println("seed of everyMutationOfAChainWithACheckpointOutsideIsFound: " + seed);
        Random random = new Random(seed);
        Map<Mutation, Integer> tried = new EnumMap<>(Mutation.class);
        List<String> missed = new ArrayList<>();
        for (int chain = 0; chain < MUTATIONS / MUTATIONS_OF_ONE; chain++) {
            List<Leaf> leaves = new ArrayList<>();
            int size = 2 + random.nextInt(60);
            for (int n = 0; n < size; n++) {
                leaves.add(leaf(random, n));
            }
            List<Stored> honest = numbered(leaves);
            int covered = 2 + random.nextInt(size - 1);
            int rotated = random.nextInt(covered + 1);
            TrustedKeys keys = TrustedKeys.of(oldKey.verifier() + " until=" + rotated + "\n" + key.verifier());
            SignedCheckpoint outside = key.sign(checkpoint(honest, covered));
            SignedCheckpoint newest = random.nextInt(4) == 0 ? null : key.sign(checkpoint(honest, size));
            Report before = verify(keys, List.of(outside), whole(honest, size, newest), List.of());
            assertThat(before.findings()).as("an honest chain").isEmpty();
            assertThat(before.provenOutside()).isEqualTo(covered);

            for (int i = 0; i < MUTATIONS_OF_ONE; i++) {
                Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
                Shown shown = mutated(mutation, random, leaves, honest, covered, newest);
                tried.merge(mutation, 1, Integer::sum);
                if (verify(keys, List.of(outside), shown, List.of()).isSound()) {
                    missed.add("%s of %s leaves, %s covered".formatted(mutation, size, covered));
                }
            }
        }
        System.out.println("mutations tried and found: " + tried);
        assertThat(missed).isEmpty();
        assertThat(tried.keySet()).containsExactlyInAnyOrder(Mutation.values());
    }

    /** @param covered so many leaves the checkpoint outside speaks of; one of them is touched at least */
    private Shown mutated(
            Mutation mutation,
            Random random,
            List<Leaf> leaves,
            List<Stored> honest,
            int covered,
            @Nullable SignedCheckpoint newest) {
        int size = honest.size();
        int at = random.nextInt(covered);
        int other = (at + 1 + random.nextInt(size - 1)) % size;
        List<Stored> stored = new ArrayList<>(honest);
        List<Leaf> forged = new ArrayList<>(leaves);
        return switch (mutation) {
            case BYTES -> {
                stored.set(at, new Stored(at, honest.get(at).recorded, changed(leaves.get(at), random)));
                yield whole(stored, size, newest);
            }
            case BYTES_AND_HASH -> {
                stored.set(at, Stored.of(at, changed(leaves.get(at), random)));
                yield whole(stored, size, newest);
            }
            case HASH -> {
                byte[] hash = honest.get(at).recorded.bytes();
                hash[random.nextInt(hash.length)] ^= (byte) (1 << random.nextInt(8));
                stored.set(at, new Stored(at, Hash.of(hash), leaves.get(at)));
                yield whole(stored, size, newest);
            }
            case RECORD_DELETED -> {
                stored.set(at, new Stored(at, honest.get(at).recorded, null));
                yield whole(stored, size, newest);
            }
            case LEAF_DELETED -> {
                stored.remove(at);
                yield whole(stored, size, newest);
            }
            case LEAF_DELETED_AND_THE_REST_MOVED_UP -> {
                forged.remove(at);
                yield whole(numbered(forged), size - 1L, newest);
            }
            case LEAF_TWICE -> {
                stored.add(at, honest.get(at));
                yield whole(stored, size, newest);
            }
            case LEAF_ADDED_BETWEEN -> {
                forged.add(at, leaf(random, size));
                yield whole(numbered(forged), size + 1L, newest);
            }
            case LINES_EXCHANGED -> {
                Collections.swap(stored, at, other);
                yield whole(stored, size, newest);
            }
            case LEAVES_EXCHANGED -> {
                Collections.swap(forged, at, other);
                yield whole(numbered(forged), size, newest);
            }
            case SHUFFLED -> {
                Collections.rotate(forged.subList(0, covered), 1 + random.nextInt(covered - 1));
                yield whole(numbered(forged), size, newest);
            }
            case CUT_OFF -> whole(stored.subList(0, at), random.nextBoolean() ? at : size, newest);
            case CUT_OFF_AND_SIGNED_ANEW -> {
                NoteSigner signer = random.nextBoolean() ? key : oldKey;
                yield whole(stored.subList(0, at), at, signer.sign(checkpoint(stored, at)));
            }
            case FORK_SIGNED_WITH_THE_OLD_KEY, FORK_SIGNED_WITH_THE_KEY_IN_USE -> {
                List<Stored> fork = fork(forged, at, random);
                NoteSigner signer = mutation == Mutation.FORK_SIGNED_WITH_THE_OLD_KEY ? oldKey : key;
                yield whole(fork, fork.size(), signer.sign(checkpoint(fork, fork.size())));
            }
            case FORK_AFTER_THE_CHECKPOINT_SIGNED_WITH_THE_OLD_KEY -> {
                List<Stored> fork = fork(forged, covered, random);
                yield whole(fork, fork.size(), oldKey.sign(checkpoint(fork, fork.size())));
            }
        };
    }

    /** Another history from there on, whole in itself. */
    private static List<Stored> fork(List<Leaf> leaves, int from, Random random) {
        List<Leaf> fork = new ArrayList<>(leaves.subList(0, from));
        int more = 1 + random.nextInt(60);
        for (int i = 0; i < more; i++) {
            fork.add(leaf(random, 1000 + i));
        }
        return numbered(fork);
    }

    private static Leaf changed(Leaf leaf, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> with(leaf, leaf.id() + "x", leaf.name(), leaf.time(), leaf.metaData(), leaf.payload());
            case 1 -> with(leaf, leaf.id(), leaf.name() + "x", leaf.time(), leaf.metaData(), leaf.payload());
            case 2 -> with(leaf, leaf.id(), leaf.name(), "2026-11-01T09:00:00.001Z", leaf.metaData(), leaf.payload());
            case 3 -> with(leaf, leaf.id(), leaf.name(), leaf.time(), new byte[] {1}, leaf.payload());
            // A byte goes from one field to the next.
            case 4 -> with(leaf, leaf.id(), leaf.name(), leaf.time() + "{", leaf.metaData(), leaf.payload());
            default -> {
                byte[] payload = leaf.payload().clone();
                if (payload.length == 0) {
                    payload = new byte[1];
                } else {
                    payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield with(leaf, leaf.id(), leaf.name(), leaf.time(), leaf.metaData(), payload);
            }
        };
    }

    private static Leaf with(
            Leaf leaf, String id, String name, String time, byte @Nullable [] metaData, byte[] payload) {
        return new Leaf(
                leaf.kind(),
                id,
                leaf.stream(),
                leaf.streamType(),
                leaf.sequence(),
                name,
                leaf.revision(),
                time,
                metaData,
                payload);
    }

    @Test
    void anyPartOfAChainIsProvenByTheHashesOfTheRest() {
        Random random = new Random(7);
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            leaves.add(leaf(random, i));
        }
        List<Stored> stored = numbered(leaves);
        List<Hash> hashes = stored.stream().map(Stored::recorded).toList();
        SignedCheckpoint outside = key.sign(checkpoint(stored, 33));
        TrustedKeys keys = TrustedKeys.of(key.verifier().text());
        for (int from = 0; from <= 33; from++) {
            for (int to = from; to <= 33; to++) {
                Report report =
                        verify(keys, List.of(outside), new Shown(stored.subList(from, to), from, to, 33, null), hashes);
                assertThat(report.findings()).as("%s to %s", from, to).isEmpty();
                assertThat(report.provenOutside()).isEqualTo(33);
            }
        }
        List<Stored> forged = new ArrayList<>(stored.subList(10, 20));
        forged.set(4, Stored.of(14, leaf(random, 99)));
        assertThat(verify(keys, List.of(outside), new Shown(forged, 10, 20, 33, null), hashes)
                        .findings())
                .containsExactly(new Finding(Kind.REWRITTEN, 0, 33, "33"));
    }

    @Test
    void whatIsWrongIsSaidByItsNameAndPlace() {
        Random random = new Random(8);
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leaves.add(leaf(random, i));
        }
        List<Stored> honest = numbered(leaves);
        TrustedKeys keys = TrustedKeys.of(oldKey.verifier() + " until=4\n" + key.verifier());
        List<SignedCheckpoint> outside = List.of(
                oldKey.sign(checkpoint(honest, 4)), key.sign(checkpoint(honest, 10)), key.sign(checkpoint(honest, 16)));

        List<Stored> changed = new ArrayList<>(honest);
        changed.set(7, new Stored(7, honest.get(7).recorded, leaf(random, 7)));
        assertThat(verify(keys, outside, whole(changed, 20, null), List.of()).findings())
                .containsExactly(new Finding(Kind.LEAF_CHANGED, 7, 8, "id-7"));

        List<Leaf> rewritten = new ArrayList<>(leaves);
        rewritten.set(12, leaf(random, 12));
        assertThat(verify(keys, outside, whole(numbered(rewritten), 20, null), List.of())
                        .findings())
                .as("between the two checkpoints that it lies between")
                .containsExactly(new Finding(Kind.REWRITTEN, 10, 16, "16"));

        assertThat(verify(keys, outside, whole(honest.subList(0, 12), 12, null), List.of())
                        .findings())
                .containsExactly(new Finding(Kind.TRUNCATED, 12, 16, "16"));

        List<Stored> gap = new ArrayList<>(honest);
        gap.subList(5, 8).clear();
        assertThat(verify(keys, outside, whole(gap, 20, null), List.of()).findings())
                .containsExactly(new Finding(Kind.LEAVES_MISSING, 5, 8, null));

        SignedCheckpoint late = oldKey.sign(checkpoint(honest, 20));
        assertThat(verify(keys, outside, whole(honest, 20, late), List.of()).findings())
                .containsExactly(new Finding(Kind.KEY_REPLACED, 0, 20, "20"));

        NoteSigner stranger = NoteSigner.of(NoteSigner.fresh("new", new SecureRandom()));
        assertThat(verify(keys, outside, whole(honest, 20, stranger.sign(checkpoint(honest, 20))), List.of())
                        .findings())
                .containsExactly(new Finding(Kind.NOT_SIGNED, 0, 20, "20"));

        assertThat(verify(keys, List.of(), whole(honest, 20, null), List.of()).findings())
                .containsExactly(new Finding(Kind.NOTHING_PROVEN, 0, 20, null));
    }
}
