package io.comfortcommit.analysis.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The baseline that repeats the message of the most similar diff before: the best of five by BLEU among those whose words
 * have the smallest angle. Liu et al., "Neural-Machine-Translation-Based Commit Message Generation: How Far Are We?",
 * ASE 2018.
 */
final class NearestNeighbour {
    private static final int CANDIDATES = 5;

    private record Past(List<String> sequence, double length, Guess message) {}

    private final List<Past> pasts = new ArrayList<>();
    /** For each word the diffs that have it, and how often. */
    private final Map<String, Postings> index = new HashMap<>();

    private static final class Postings {
        int size;
        int[] diffs = new int[2];
        int[] counts = new int[2];

        void add(int diff, int count) {
            if (size == diffs.length) {
                diffs = Arrays.copyOf(diffs, size * 2);
                counts = Arrays.copyOf(counts, size * 2);
            }
            diffs[size] = diff;
            counts[size++] = count;
        }
    }

    Optional<Guess> guess(DiffWords diff) {
        var cosines = cosines(diff);
        // Of equals the newest first.
        var nearest = IntStream.range(0, pasts.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer past) -> cosines[past])
                        .thenComparingInt(past -> past)
                        .reversed())
                .limit(CANDIDATES)
                .toList();
        Optional<Guess> best = Optional.empty();
        var highest = -1.0;
        for (var past : nearest) {
            var bleu = Overlap.bleu(pasts.get(past).sequence, diff.sequence());
            if (bleu > highest) {
                highest = bleu;
                best = Optional.of(pasts.get(past).message);
            }
        }
        return best;
    }

    private double[] cosines(DiffWords diff) {
        var products = new double[pasts.size()];
        diff.counts().forEach((word, count) -> {
            var postings = index.get(word);
            for (int i = 0; postings != null && i < postings.size; i++) {
                products[postings.diffs[i]] += (double) count * postings.counts[i];
            }
        });
        var length = diff.length();
        for (int i = 0; i < products.length; i++) {
            products[i] /= Math.max(1, length * pasts.get(i).length);
        }
        return products;
    }

    void learn(DiffWords diff, Guess message) {
        var number = pasts.size();
        pasts.add(new Past(diff.sequence(), diff.length(), message));
        diff.counts()
                .forEach((word, count) ->
                        index.computeIfAbsent(word, key -> new Postings()).add(number, count));
    }
}
