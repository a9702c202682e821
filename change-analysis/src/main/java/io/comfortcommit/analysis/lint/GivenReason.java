package io.comfortcommit.analysis.lint;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tells a reason that the author gave from one that a model made up. The author's stands in what the author said, if not word
 * by word: at least half of its words begin as words there do.
 */
final class GivenReason {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{2,}");
    private static final Pattern HANGUL = Pattern.compile("\\p{IsHangul}");
    /** Of a reason; what comes further off belongs to something else. */
    private static final int NEAR = 12;

    private final String said;
    private final boolean reasons;

    private GivenReason(String said) {
        this.said = said.toLowerCase(Locale.ROOT);
        this.reasons = MessageLint.REASON.matcher(said).find();
    }

    static GivenReason in(String said) {
        return new GivenReason(said);
    }

    /** @param beginning where the text begins to give a reason; Korean ends with it */
    boolean covers(String text, MatchResult beginning) {
        if (reasons) {
            return true;
        }
        boolean korean = HANGUL.matcher(beginning.group()).find();
        List<String> words = words(korean ? text.substring(0, beginning.start()) : text.substring(beginning.end()));
        List<String> near = korean
                ? words.subList(Math.max(0, words.size() - NEAR), words.size())
                : words.subList(0, Math.min(NEAR, words.size()));
        long known = near.stream().filter(word -> said.contains(stem(word))).count();
        return known > 0 && known * 2 >= near.size();
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Without what grammar puts behind it. */
    private static String stem(String word) {
        int length = HANGUL.matcher(word).find() ? 2 : 5;
        return word.substring(0, Math.min(length, word.length()));
    }
}
