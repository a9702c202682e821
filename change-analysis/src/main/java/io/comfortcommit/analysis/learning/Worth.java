package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.learning.OnlineClassifier.Guess;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which label to say: the one that is worth most to accuracy and macro-F1 together, given how guesses went so far. A label that is
 * right {@code r} times of {@code w} and was guessed {@code g} times has an F1 of {@code 2r / (w + g)}; guessing it once more,
 * where it is right with probability {@code p}, changes that by about {@code (2p - F1) / (w + g)} (Lipton, Elkan and
 * Narayanaswamy, 2014: it pays from half the F1 on). So a rare label is said at lower odds than a frequent one. Not
 * thread-safe.
 */
final class Worth {
    /** What accuracy counts; macro-F1 counts the rest. */
    private static final double ACCURACY = 0.5;
    /** Times that each label is taken to have been right, to have been guessed, and half of it both. */
    private static final double DOUBT = 3;
    /** Times that a label was right for its F1 to count. */
    private static final int FEWEST_OF_A_LABEL = 3;

    private static final class Past {
        int right;
        int guessed;
        int were;
    }

    private final Map<String, Past> pasts = new HashMap<>();
    private int all;

    void remember(String guessed, String right) {
        all++;
        of(guessed).guessed++;
        of(right).were++;
        if (guessed.equals(right)) {
            of(right).right++;
        }
    }

    private Past of(String label) {
        return pasts.computeIfAbsent(label, _ -> new Past());
    }

    /** @return the same guesses, that of most worth first */
    List<Guess> order(List<Guess> guesses) {
        var counting = pasts.values().stream()
                .filter(past -> past.were >= FEWEST_OF_A_LABEL)
                .count();
        var share = (double) all / Math.max(1, counting);
        return guesses.stream()
                .sorted(Comparator.comparingDouble((Guess guess) -> worth(guess, share))
                        .reversed()
                        .thenComparing(Guess::label))
                .toList();
    }

    /** @param share commits that each label would have if all were as frequent */
    private double worth(Guess guess, double share) {
        var past = pasts.getOrDefault(guess.label(), new Past());
        var both = past.were + past.guessed + 2 * DOUBT;
        var f1 = 2 * (past.right + DOUBT / 2) / both;
        return ACCURACY * guess.probability() + (1 - ACCURACY) * share * (2 * guess.probability() - f1) / both;
    }
}
