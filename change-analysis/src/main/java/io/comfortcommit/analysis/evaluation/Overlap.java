package io.comfortcommit.analysis.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How much of a text is in another, word by word; from 0 to 1. */
final class Overlap {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
    private static final int LONGEST_GRAM = 4;

    private Overlap() {}

    /** Letters, digits and underscores together, in lower case. */
    static List<String> words(String text) {
        var words = new ArrayList<String>();
        var found = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (found.find()) {
            words.add(found.group());
        }
        return words;
    }

    /** F1 of the longest common subsequence: ROUGE-L (Lin, 2004) with equal weight for precision and recall. */
    static double rougeL(List<String> candidate, List<String> reference) {
        if (candidate.isEmpty() || reference.isEmpty()) {
            return 0;
        }
        var common = longestCommonSubsequence(candidate, reference);
        return 2.0 * common / (candidate.size() + reference.size());
    }

    private static int longestCommonSubsequence(List<String> one, List<String> other) {
        var before = new int[other.size() + 1];
        for (var word : one) {
            var row = new int[other.size() + 1];
            for (int i = 1; i <= other.size(); i++) {
                row[i] = word.equals(other.get(i - 1)) ? before[i - 1] + 1 : Math.max(before[i], row[i - 1]);
            }
            before = row;
        }
        return before[other.size()];
    }

    /**
     * BLEU-4 of a sentence (Papineni et al., 2002), where one is added to the counts of two words and more so that a short
     * text can have one at all (Lin and Och, 2004).
     */
    static double bleu(List<String> candidate, List<String> reference) {
        if (candidate.isEmpty() || reference.isEmpty()) {
            return 0;
        }
        var logarithms = 0.0;
        for (int n = 1; n <= LONGEST_GRAM; n++) {
            var inReference = grams(reference, n);
            var matches = 0;
            var all = 0;
            for (var gram : grams(candidate, n).entrySet()) {
                matches += Math.min(gram.getValue(), inReference.getOrDefault(gram.getKey(), 0));
                all += gram.getValue();
            }
            if (n == 1 && matches == 0) {
                return 0;
            }
            logarithms += n == 1 ? Math.log((double) matches / all) : Math.log((matches + 1.0) / (all + 1.0));
        }
        var brevity = Math.min(0, 1 - (double) reference.size() / candidate.size());
        return Math.exp(logarithms / LONGEST_GRAM + brevity);
    }

    private static Map<List<String>, Integer> grams(List<String> words, int n) {
        var grams = new HashMap<List<String>, Integer>();
        for (int i = 0; i + n <= words.size(); i++) {
            grams.merge(words.subList(i, i + n), 1, Integer::sum);
        }
        return grams;
    }
}
