package io.comfortcommit.analysis.learning;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is presumed of a repository of which nothing is known yet: weights of features that mean the same in most projects,
 * learned from public histories (docs/evaluation.md names them). A repository's own history soon outweighs them.
 *
 * @param labels in the order of the weights
 */
record Presumptions(List<String> labels, Map<String, float[]> weights) {
    /** Weights are kept as whole hundredths. */
    static final float UNIT = 0.01f;

    private static final class OfTypes {
        static final Presumptions ALL = read("types.tsv");
    }

    /** Of types of commits. */
    static Presumptions ofTypes() {
        return OfTypes.ALL;
    }

    private static final class OfWords {
        static final Map<Integer, Float> ALL = readBuckets("words.tsv");
    }

    /** Of the buckets of {@link SubjectWords}. */
    static Map<Integer, Float> ofWords() {
        return OfWords.ALL;
    }

    private static Map<Integer, Float> readBuckets(String resource) {
        try (var lines = open(resource)) {
            var weights = new HashMap<Integer, Float>();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var tab = line.indexOf('\t');
                weights.put(Integer.parseInt(line.substring(0, tab)), Integer.parseInt(line.substring(tab + 1)) * UNIT);
            }
            return weights;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader open(String resource) throws IOException {
        return new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Presumptions.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8));
    }

    /** A line for each feature: its name and a number for each label, the labels in the first line. */
    private static Presumptions read(String resource) {
        try (var lines = open(resource)) {
            var labels = List.of(lines.readLine().split("\t"));
            var weights = new HashMap<String, float[]>();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var cells = line.split("\t");
                var row = new float[labels.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Integer.parseInt(cells[i + 1]) * UNIT;
                }
                weights.put(cells[0], row);
            }
            return new Presumptions(labels, weights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
