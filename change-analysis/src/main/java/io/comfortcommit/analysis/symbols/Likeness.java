package io.comfortcommit.analysis.symbols;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** How much of two declarations is the same, their own names left out. */
final class Likeness {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|[^\\s\\p{L}\\p{N}_]");
    /** Fewer words are alike by chance. */
    private static final int LEAST_WORDS = 8;

    private static final int MOST_CHARACTERS = 20_000;

    private Likeness() {}

    /** Share of the words of both that both have (Dice 1945), 0 to 1. */
    static double of(Declared one, Declared other) {
        return of(one.text(), one.name(), other.text(), other.name());
    }

    static double of(String one, String nameOfOne, String other, String nameOfOther) {
        int shorter = Math.min(one.length(), other.length());
        int longer = Math.max(one.length(), other.length());
        if (longer > MOST_CHARACTERS || shorter * 3 < longer) {
            return 0;
        }
        Map<String, Integer> words = new HashMap<>();
        int[] count = new int[2];
        words(one, nameOfOne, words, count, 0);
        Map<String, Integer> others = new HashMap<>();
        words(other, nameOfOther, others, count, 1);
        if (Math.min(count[0], count[1]) < LEAST_WORDS) {
            return 0;
        }
        int shared = 0;
        for (Map.Entry<String, Integer> word : words.entrySet()) {
            shared += Math.min(word.getValue(), others.getOrDefault(word.getKey(), 0));
        }
        return 2.0 * shared / (count[0] + count[1]);
    }

    private static void words(String text, String name, Map<String, Integer> words, int[] count, int side) {
        WORD.matcher(text).results().forEach(word -> {
            count[side]++;
            if (!word.group().equals(name)) {
                words.merge(word.group(), 1, Integer::sum);
            }
        });
    }
}
