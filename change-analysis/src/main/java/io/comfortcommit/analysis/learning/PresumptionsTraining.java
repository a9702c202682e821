package io.comfortcommit.analysis.learning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Learns from many histories what is presumed of one that nothing is known of: the files that {@link Presumptions} reads. The
 * same histories in the same order give the same files. Not thread-safe.
 *
 * <p>Weights of types are those of a multinomial logistic regression over all examples in random order, by AdaGrad, averaged
 * from the second pass on (Polyak and Juditsky, 1992). Each history has a bias of its own for each type, which is thrown away:
 * how frequent types are is for a repository's own history to say. Weights of words are learned by {@link SubjectWords} from one
 * history after the other.
 */
public final class PresumptionsTraining {
    /** Histories that a feature has to be in, so that nothing of one project is presumed of others. */
    private static final int FEWEST_HISTORIES = 6;

    private static final int PASSES = 4;
    private static final double STEP = 0.15;
    private static final double STEP_OF_BIAS = 0.3;
    /** Times that the weights are looked at in a pass, for their average. */
    private static final int LOOKS = 20;

    private static final long SEED = 7;
    private static final List<String> TYPES =
            ConventionalSubject.STANDARD_TYPES.stream().sorted().toList();

    private record Example(int history, int type, int[] features, float[] values) {}

    private final Map<String, Integer> numbers = new HashMap<>();
    /** For each feature the histories that have it, and the last of them. */
    private int[] histories = new int[1 << 16];

    private int[] last = new int[1 << 16];
    private final List<Example> examples = new ArrayList<>();
    private final SubjectWords words = SubjectWords.withoutPresumptions();
    private final int[] historiesOfWords = new int[1 << SubjectWords.BITS];
    /** As much as had been learned of each word when the history began. */
    private final float[] before = new float[1 << SubjectWords.BITS];

    private int begun;

    /** Begins another history. */
    public Learner history() {
        countHistoriesOfWords();
        begun++;
        var course = new Course();
        var subjects = new SubjectHabits(words.ofAnotherHistory());
        return (change, drafted, message, bot) -> {
            var subject = ConventionalSubject.in(message);
            if (subject.isEmpty()) {
                return;
            }
            var type = subject.get().type();
            if (!bot) {
                if (TYPES.contains(type)) {
                    examples.add(example(ofNobody(change.inCourse(course)), TYPES.indexOf(type)));
                }
                subjects.learn(
                        change.features(),
                        change.words(),
                        change.nature(),
                        type,
                        drafted,
                        subject.get().description());
            }
            course.learn(change.author(), change.paths(), type, bot);
        };
    }

    /** Nothing about one person is presumed of others. */
    private static Map<String, Float> ofNobody(Map<String, Float> features) {
        features.keySet().removeIf(name -> name.startsWith(Habits.BY));
        return features;
    }

    private void countHistoriesOfWords() {
        for (int bucket = 0; bucket < before.length; bucket++) {
            if (words.learnedOf(bucket) > before[bucket]) {
                historiesOfWords[bucket]++;
                before[bucket] = words.learnedOf(bucket);
            }
        }
    }

    private Example example(Map<String, Float> features, int type) {
        var numbers = new int[features.size()];
        var values = OnlineClassifier.scaled(features);
        var i = 0;
        for (var name : features.keySet()) {
            var number = this.numbers.computeIfAbsent(name, _ -> this.numbers.size());
            if (number == histories.length) {
                histories = Arrays.copyOf(histories, number * 2);
                last = Arrays.copyOf(last, number * 2);
            }
            if (last[number] != begun) {
                last[number] = begun;
                histories[number]++;
            }
            numbers[i++] = number;
        }
        return new Example(begun - 1, type, numbers, values);
    }

    /** How many commits the types are learned from. */
    public int examples() {
        return examples.size();
    }

    /** @param folder where {@code types.tsv} and {@code words.tsv} are written */
    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("types.tsv"), types());
        Files.writeString(folder.resolve("words.tsv"), words());
    }

    private String types() {
        var weights = weights();
        var lines = new TreeMap<String, String>();
        numbers.forEach((name, number) -> {
            var row = weights[number];
            if (row != null) {
                var cells = IntStream.range(0, TYPES.size())
                        .map(type -> Math.round(row[type] / Presumptions.UNIT))
                        .toArray();
                if (Arrays.stream(cells).anyMatch(cell -> cell != 0)) {
                    lines.put(
                            name,
                            Arrays.stream(cells).mapToObj(Integer::toString).collect(Collectors.joining("\t")));
                }
            }
        });
        var text = new StringBuilder(String.join("\t", TYPES)).append('\n');
        lines.forEach(
                (name, cells) -> text.append(name).append('\t').append(cells).append('\n'));
        return text.toString();
    }

    private float[][] weights() {
        var weights = new float[numbers.size()][];
        var sums = new float[numbers.size()][];
        for (int feature = 0; feature < weights.length; feature++) {
            if (histories[feature] >= FEWEST_HISTORIES) {
                weights[feature] = new float[TYPES.size()];
                sums[feature] = new float[TYPES.size()];
            }
        }
        var squares = new float[weights.length];
        var biases = new double[begun][TYPES.size()];
        var squaresOfBiases = new double[begun];
        Arrays.fill(squaresOfBiases, 1);
        var order = new ArrayList<>(examples);
        var random = new Random(SEED);
        var looks = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            Collections.shuffle(order, random);
            for (int at = 0; at < order.size(); at++) {
                step(order.get(at), weights, squares, biases, squaresOfBiases);
                if (pass > 0 && (at + 1) % Math.max(1, order.size() / LOOKS) == 0) {
                    looks++;
                    add(weights, sums);
                }
            }
        }
        for (var row : sums) {
            for (int type = 0; row != null && type < row.length; type++) {
                row[type] /= Math.max(1, looks);
            }
        }
        return sums;
    }

    private static void add(float[][] weights, float[][] sums) {
        for (int feature = 0; feature < weights.length; feature++) {
            for (int type = 0; weights[feature] != null && type < weights[feature].length; type++) {
                sums[feature][type] += weights[feature][type];
            }
        }
    }

    private static void step(
            Example example, float[][] weights, float[] squares, double[][] biases, double[] squaresOfBiases) {
        var errors = biases[example.history].clone();
        for (int i = 0; i < example.features.length; i++) {
            var row = weights[example.features[i]];
            for (int type = 0; row != null && type < row.length; type++) {
                errors[type] += row[type] * example.values[i];
            }
        }
        OnlineClassifier.toProbabilities(errors);
        errors[example.type] -= 1;
        var square = Arrays.stream(errors).map(error -> error * error).sum();
        squaresOfBiases[example.history] += square;
        for (int type = 0; type < errors.length; type++) {
            biases[example.history][type] -= STEP_OF_BIAS * errors[type] / Math.sqrt(squaresOfBiases[example.history]);
        }
        for (int i = 0; i < example.features.length; i++) {
            var feature = example.features[i];
            var row = weights[feature];
            if (row != null) {
                var value = example.values[i];
                squares[feature] += (float) (square * value * value);
                var rate = STEP / Math.sqrt(squares[feature] + 1e-6);
                for (int type = 0; type < row.length; type++) {
                    row[type] -= (float) (rate * errors[type] * value);
                }
            }
        }
    }

    private String words() {
        countHistoriesOfWords();
        var text = new StringBuilder();
        for (int bucket = 0; bucket < historiesOfWords.length; bucket++) {
            var cell = Math.round(words.weight(bucket) / Presumptions.UNIT);
            if (historiesOfWords[bucket] >= FEWEST_HISTORIES && cell != 0) {
                text.append(bucket).append('\t').append(cell).append('\n');
            }
        }
        return text.toString();
    }
}
