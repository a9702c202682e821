package io.comfortcommit.messages.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tree is that of RFC 9162, and its proofs hold for what they say and for nothing else. */
class MerkleTreeTest {
    private static final int SIZES = 130;

    /** Of certificate-transparency's reference tree. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final List<Hash> HASHES =
            IntStream.range(0, SIZES).mapToObj(MerkleTreeTest::leaf).toList();

    private static Hash leaf(int i) {
        return Hash.ofLeaf(new byte[] {(byte) i});
    }

    /** As the RFC defines it, section 2.1.1. */
    private static Hash root(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return Hash.EMPTY;
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int middle = Integer.highestOneBit(leaves.size() - 1);
        return Hash.ofNode(root(leaves.subList(0, middle)), root(leaves.subList(middle, leaves.size())));
    }

    private static Function<Subtree, Hash> subtreesOf(List<Hash> leaves) {
        Map<Subtree, Hash> known = new HashMap<>();
        return subtree ->
                known.computeIfAbsent(subtree, place -> root(leaves.subList((int) place.begin(), (int) place.end())));
    }

    private static final Function<Subtree, Hash> SUBTREES = subtreesOf(HASHES);

    private static final List<Hash> SIZED_ROOTS = IntStream.rangeClosed(0, SIZES)
            .mapToObj(size -> root(HASHES.subList(0, size)))
            .toList();

    private static List<Hash> inclusion(int leaf, int size) {
        return Proofs.hashes(Proofs.inclusion(leaf, size), SUBTREES);
    }

    private static List<Hash> consistency(int before, int size) {
        return Proofs.hashes(Proofs.consistency(before, size), SUBTREES);
    }

    private static Hash root(int size) {
        return SIZED_ROOTS.get(size);
    }

    @Test
    void rootsAreThoseOfTheReferenceTree() {
        Range range = Range.at(0);
        List<String> roots = new ArrayList<>(List.of(hex(range.root())));
        for (String leaf : LEAVES) {
            range.add(Hash.ofLeaf(HexFormat.of().parseHex(leaf)));
            roots.add(hex(range.root()));
        }
        assertThat(roots).isEqualTo(ROOTS);
    }

    @Test
    void proofsAreThoseOfTheReferenceTree() {
        Function<Subtree, Hash> hashes = subtreesOf(LEAVES.stream()
                .map(leaf -> Hash.ofLeaf(HexFormat.of().parseHex(leaf)))
                .toList());

        assertThat(Proofs.hashes(Proofs.inclusion(5, 8), hashes).stream().map(MerkleTreeTest::hex))
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(Proofs.hashes(Proofs.consistency(6, 8), hashes).stream().map(MerkleTreeTest::hex))
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    }

    @Test
    void aTreeThatGrowsLeafByLeafHasTheRootOfTheWholeAndEachSubtreeIsToldOnce() {
        Range range = Range.at(0);
        Map<Subtree, Hash> told = new LinkedHashMap<>();
        for (int size = 0; size < SIZES; size++) {
            assertThat(range.root()).isEqualTo(root(size));
            range.add(
                    HASHES.get(size),
                    (place, hash) -> assertThat(told.put(place, hash)).isNull());
        }
        told.forEach((place, hash) -> assertThat(hash).isEqualTo(SUBTREES.apply(place)));
        assertThat(told)
                .hasSize(Stream.iterate(SIZES / 2, n -> n > 0, n -> n / 2)
                        .mapToInt(n -> n)
                        .sum());
    }

    @Test
    void everyLeafOfEveryTreeIsProvenToBeInItAndNowhereElse() {
        for (int size = 1; size <= SIZES; size++) {
            for (int leaf = 0; leaf < size; leaf++) {
                List<Hash> proof = inclusion(leaf, size);
                assertThat(Proofs.includes(HASHES.get(leaf), leaf, size, proof, root(size)))
                        .as("leaf %s of %s", leaf, size)
                        .isTrue();
                int other = (leaf + 1) % size;
                if (other != leaf) {
                    assertThat(Proofs.includes(HASHES.get(leaf), other, size, proof, root(size)))
                            .isFalse();
                    assertThat(Proofs.includes(HASHES.get(other), leaf, size, proof, root(size)))
                            .isFalse();
                    assertThat(Proofs.includes(
                                    HASHES.get(leaf), leaf, size, proof.subList(1, proof.size()), root(size)))
                            .isFalse();
                }
                List<Hash> longer = new ArrayList<>(proof);
                longer.add(HASHES.get(leaf));
                assertThat(Proofs.includes(HASHES.get(leaf), leaf, size, longer, root(size)))
                        .isFalse();
            }
        }
    }

    @Test
    void everyTreeIsProvenToExtendEachSmallerOneAndNoOther() {
        for (int size = 1; size <= SIZES; size++) {
            for (int before = 1; before <= size; before++) {
                List<Hash> proof = consistency(before, size);
                assertThat(Proofs.extend(before, root(before), size, root(size), proof))
                        .as("from %s to %s", before, size)
                        .isTrue();
                Hash other = Hash.ofNode(root(before), root(before));
                assertThat(Proofs.extend(before, other, size, root(size), proof))
                        .isFalse();
                assertThat(Proofs.extend(before, root(before), size, other, proof))
                        .isFalse();
                if (!proof.isEmpty()) {
                    assertThat(Proofs.extend(before, root(before), size, root(size), proof.subList(1, proof.size())))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void rangesThatAdjoinGiveTheTreeOfAll() {
        for (int size = 1; size <= 40; size++) {
            for (int from = 0; from <= size; from++) {
                for (int to = from; to <= size; to++) {
                    Range range = range(0, from);
                    range.add(range(from, to));
                    range.add(Range.of(new Span(to, size), range(to, size).hashes()));
                    assertThat(range.root()).isEqualTo(root(size));
                }
            }
        }
    }

    private static Range range(int from, int to) {
        Range range = Range.at(from);
        HASHES.subList(from, to).forEach(range::add);
        return range;
    }

    private static String hex(Hash hash) {
        return HexFormat.of().formatHex(hash.bytes());
    }
}
