package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.collections.IntSlots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Multinomial logistic regression that learns from one example after the other, by AdaGrad (Duchi, Hazan and Singer, 2011)
 * over hashed features (Weinberger et al., 2009). The same examples in the same order give the same classifier. Not
 * thread-safe.
 */
final class OnlineClassifier {
    /** Where something is presumed there is less to learn, and a long step forgets it. */
    private static final double STEP = 0.5;

    private static final double STEP_WITH_PRESUMPTIONS = 0.3;
    /** As if so much had been learned of what is presumed. */
    private static final float MASS = 1;
    /** Each example is learned from so often at once. */
    private static final int PASSES = 2;
    /** Words of a diff are many and names of structure few; so much more the latter count together. */
    private static final double STRUCTURE = 2;
    /** What each example leaves of the shares of labels before. */
    private static final double FADING = 0.99;

    private static final double LEAST_SHARE = 0.02;
    /** Where a few labels are asked for and all should be known. */
    private static final double FAIRNESS = 0.3;

    private static final double MOST_FAIR = 4;

    private final int bits;
    private final int mostLabels;
    private final double step;
    /** How much more is learned from an example of a rare label: 0 no more, 1 as if all were as frequent. */
    private final double fairness;

    /** Rows that are presumed, shared by all classifiers; those that have been learned from have rows of their own. */
    private final PresumedRows presumed;

    private final IntSlots learnedOf = new IntSlots();
    private float[][] rows = new float[learnedOf.capacity()][];
    private float[] squares = new float[learnedOf.capacity()];
    private final List<String> labels = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private double[] shares = new double[4];
    private int learned;

    /**
     * @param bits 2 to the power of this many weights for each label
     * @param mostLabels labels; of those that come later nothing is learned
     */
    OnlineClassifier(int bits, int mostLabels) {
        this(bits, mostLabels, STEP, 0, PresumedRows.NONE);
    }

    private OnlineClassifier(int bits, int mostLabels, double step, double fairness, PresumedRows presumed) {
        this.bits = bits;
        this.mostLabels = mostLabels;
        this.step = step;
        this.fairness = fairness;
        this.presumed = presumed;
    }

    /** One that knows something before it has learned anything, and is fair to rare labels. */
    static OnlineClassifier presuming(PresumedRows presumed, int mostLabels) {
        var classifier = new OnlineClassifier(presumed.bits(), mostLabels, STEP_WITH_PRESUMPTIONS, FAIRNESS, presumed);
        presumed.labels().forEach(classifier::number);
        return classifier;
    }

    /**
     * What is presumed, by the buckets of features. Read only, so that any number of classifiers share it.
     *
     * @param rows a weight for each label; of features in the same bucket, their sum
     */
    record PresumedRows(int bits, List<String> labels, Map<Integer, float[]> rows) {
        private static final PresumedRows NONE = new PresumedRows(0, List.of(), Map.of());

        static PresumedRows of(Presumptions presumptions, int bits) {
            var rows = new HashMap<Integer, float[]>();
            presumptions
                    .weights()
                    .forEach((feature, row) -> rows.merge(bucket(feature, bits), row, OnlineClassifier::sum));
            return new PresumedRows(bits, presumptions.labels(), rows);
        }
    }

    private static float[] sum(float[] one, float[] other) {
        var sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }

    /** @param probability of the label, from 0 to 1 */
    record Guess(String label, double probability) {}

    private record Example(String[] names, int[] buckets, float[] values) {}

    /** How many examples it has learned from. */
    int learned() {
        return learned;
    }

    /** @param weight how much the example counts, 1 for one like any other */
    void learn(Map<String, Float> features, String label, double weight) {
        var right = number(label);
        if (right < 0) {
            return;
        }
        learned++;
        for (int i = 0; i < labels.size(); i++) {
            shares[i] = shares[i] * FADING + (i == right ? 1 - FADING : 0);
        }
        var example = example(features);
        for (int i = 0; i < PASSES; i++) {
            step(example, right, weight * fairness(right));
        }
    }

    private double fairness(int label) {
        return Math.min(MOST_FAIR, Math.pow((shares[label] + LEAST_SHARE) * labels.size(), -fairness));
    }

    private void step(Example example, int right, double weight) {
        var errors = probabilities(example);
        errors[right] -= 1;
        var square = 0.0;
        for (var error : errors) {
            square += error * error;
        }
        for (int i = 0; i < example.buckets.length; i++) {
            var bucket = example.buckets[i];
            var value = example.values[i];
            var slot = slot(bucket);
            squares[slot] += (float) (square * value * value);
            var rate = step * weight / Math.sqrt(squares[slot] + 1e-6);
            var row = row(slot);
            for (int label = 0; label < errors.length; label++) {
                row[label] -= (float) (rate * errors[label] * value);
            }
        }
    }

    /** Of a bucket that is learned from: the first time it begins with what is presumed. */
    private int slot(int bucket) {
        var slot = learnedOf.add(bucket);
        if (slot >= rows.length) {
            rows = Arrays.copyOf(rows, learnedOf.capacity());
            squares = Arrays.copyOf(squares, learnedOf.capacity());
        }
        if (rows[slot] == null) {
            var row = presumed.rows.get(bucket);
            rows[slot] = row == null ? new float[labels.size()] : Arrays.copyOf(row, labels.size());
            squares[slot] = row == null ? 0 : MASS;
        }
        return slot;
    }

    /** With a weight for each label that there is by now. */
    private float[] row(int slot) {
        if (rows[slot].length < labels.size()) {
            rows[slot] = Arrays.copyOf(rows[slot], labels.size());
        }
        return rows[slot];
    }

    private float @Nullable [] weights(int bucket) {
        var slot = learnedOf.find(bucket);
        return slot == IntSlots.NONE ? presumed.rows.get(bucket) : rows[slot];
    }

    /** @param allowed labels that may be guessed. @return the likeliest first, each label that has been seen */
    List<Guess> guess(Map<String, Float> features, Predicate<String> allowed) {
        var probabilities = probabilities(example(features));
        var guesses = new ArrayList<Guess>();
        for (int i = 0; i < probabilities.length; i++) {
            if (shares[i] > 0 && allowed.test(labels.get(i))) {
                guesses.add(new Guess(labels.get(i), probabilities[i]));
            }
        }
        guesses.sort(Comparator.comparingDouble(Guess::probability).reversed().thenComparing(Guess::label));
        return guesses;
    }

    /** The features that speak most for one label and against the other, the strongest first. */
    List<String> reasons(Map<String, Float> features, String label, Optional<String> other, int most) {
        record Weighed(String name, double say) {}
        var example = example(features);
        var one = numbers.getOrDefault(label, -1);
        var two = other.map(name -> numbers.getOrDefault(name, -1)).orElse(-1);
        var weighed = new ArrayList<Weighed>();
        for (int i = 0; i < example.buckets.length; i++) {
            var row = weights(example.buckets[i]);
            if (row != null) {
                weighed.add(new Weighed(example.names[i], (at(row, one) - at(row, two)) * example.values[i]));
            }
        }
        return weighed.stream()
                .filter(feature -> feature.say > 0)
                .sorted(Comparator.comparingDouble(Weighed::say).reversed().thenComparing(Weighed::name))
                .limit(most)
                .map(Weighed::name)
                .toList();
    }

    private static double at(float[] row, int label) {
        return label >= 0 && label < row.length ? row[label] : 0;
    }

    private double[] probabilities(Example example) {
        var scores = new double[labels.size()];
        for (int i = 0; i < example.buckets.length; i++) {
            var row = weights(example.buckets[i]);
            for (int label = 0; row != null && label < row.length; label++) {
                scores[label] += row[label] * example.values[i];
            }
        }
        toProbabilities(scores);
        return scores;
    }

    /** Softmax, in place. */
    static void toProbabilities(double[] scores) {
        var highest = Arrays.stream(scores).max().orElse(0);
        var sum = 0.0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - highest);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
    }

    private Example example(Map<String, Float> features) {
        var names = features.keySet().toArray(String[]::new);
        var buckets = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            buckets[i] = bucket(names[i]);
        }
        return new Example(names, buckets, scaled(features));
    }

    /** In the order of the features; words together have length 1, names of structure together {@link #STRUCTURE}. */
    static float[] scaled(Map<String, Float> features) {
        var words = 0.0;
        var names = 0;
        for (var feature : features.entrySet()) {
            if (ChangeFeatures.isWord(feature.getKey())) {
                words += (double) feature.getValue() * feature.getValue();
            } else {
                names++;
            }
        }
        var values = new float[features.size()];
        var i = 0;
        for (var feature : features.entrySet()) {
            values[i++] = (float)
                    (ChangeFeatures.isWord(feature.getKey())
                            ? feature.getValue() / Math.sqrt(words)
                            : STRUCTURE / Math.sqrt(names));
        }
        return values;
    }

    private int bucket(String feature) {
        return bucket(feature, bits);
    }

    private static int bucket(String feature, int bits) {
        return (feature.hashCode() * 0x9E3779B9) >>> (32 - bits);
    }

    private int number(String label) {
        var known = numbers.get(label);
        if (known != null) {
            return known;
        }
        if (labels.size() == mostLabels) {
            return -1;
        }
        numbers.put(label, labels.size());
        labels.add(label);
        if (labels.size() > shares.length) {
            shares = Arrays.copyOf(shares, shares.length * 2);
        }
        return labels.size() - 1;
    }
}
