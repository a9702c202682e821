package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.learning.OnlineClassifier.Guess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far each label must be preferred for the guesses to be right often, and for rare labels too: what would have been best for
 * the last guesses by accuracy and macro-F1 together, half of it taken. Not thread-safe.
 */
final class Leanings {
    /** Guesses that are looked at. */
    private static final int REMEMBERED = 500;
    /** Guesses before which nothing can be said. */
    private static final int FEWEST = 75;
    /** Guesses after which they are looked at again. */
    private static final int OFTEN = 25;
    /** Times that a label was right for its F1 to count. */
    private static final int FEWEST_OF_A_LABEL = 3;

    private static final double[] TRIED = {-0.8, -0.4, 0.4, 0.8};
    private static final int ROUNDS = 2;
    /** What of the best is taken: the past is not the future. */
    private static final double TAKEN = 0.5;
    /** What a leaning has to gain, for its square. */
    private static final double PRICE = 0.003;
    /** False guesses that each label is taken to have had, so that rare ones do not gain by chance. */
    private static final double DOUBT = 2;

    private record Past(int[] labels, double[] scores, int right) {}

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Deque<Past> pasts = new ArrayDeque<>();
    private double[] leanings = new double[0];
    private int remembered;

    /** To be added to the logarithm of a label's probability. */
    double of(String label) {
        var number = numbers.getOrDefault(label, leanings.length);
        return number < leanings.length ? leanings[number] : 0;
    }

    /** @param guesses made without leanings */
    void remember(List<Guess> guesses, String right) {
        if (guesses.isEmpty()) {
            return;
        }
        pasts.addLast(new Past(
                guesses.stream().mapToInt(guess -> number(guess.label())).toArray(),
                guesses.stream()
                        .mapToDouble(guess -> Math.log(guess.probability() + 1e-9))
                        .toArray(),
                number(right)));
        if (pasts.size() > REMEMBERED) {
            pasts.removeFirst();
        }
        if (++remembered >= FEWEST && remembered % OFTEN == 0) {
            lean();
        }
    }

    private int number(String label) {
        return numbers.computeIfAbsent(label, _ -> numbers.size());
    }

    /** From none at all, one label after the other, to what is worth most. */
    private void lean() {
        var all = new ArrayList<>(pasts);
        var tried = new double[numbers.size()];
        var best = worth(all, tried);
        for (int round = 0; round < ROUNDS; round++) {
            for (int label = 0; label < tried.length; label++) {
                var chosen = tried[label];
                for (var leaning : TRIED) {
                    tried[label] = leaning;
                    var worth = worth(all, tried);
                    if (worth > best + 1e-9) {
                        best = worth;
                        chosen = leaning;
                    }
                }
                tried[label] = chosen;
            }
        }
        for (int label = 0; label < tried.length; label++) {
            tried[label] *= TAKEN;
        }
        leanings = tried;
    }

    private static double worth(List<Past> pasts, double[] leanings) {
        var right = new int[leanings.length];
        var were = new int[leanings.length];
        var guessed = new int[leanings.length];
        var hits = 0;
        for (var past : pasts) {
            var guess = guess(past, leanings);
            guessed[guess]++;
            were[past.right]++;
            if (guess == past.right) {
                right[guess]++;
                hits++;
            }
        }
        var sum = 0.0;
        var labels = 0;
        var price = 0.0;
        for (int label = 0; label < leanings.length; label++) {
            price += PRICE * leanings[label] * leanings[label];
            if (were[label] >= FEWEST_OF_A_LABEL) {
                labels++;
                sum += 2 * right[label] / (were[label] + guessed[label] + DOUBT);
            }
        }
        return (double) hits / pasts.size() + sum / Math.max(1, labels) - price;
    }

    private static int guess(Past past, double[] leanings) {
        var best = 0;
        for (int i = 1; i < past.labels.length; i++) {
            if (past.scores[i] + leanings[past.labels[i]] > past.scores[best] + leanings[past.labels[best]]) {
                best = i;
            }
        }
        return past.labels[best];
    }
}
