package io.comfortcommit.messages.query;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a text as they are searched for: runs of letters and digits, in small letters. Cut here and not by PostgreSQL,
 * whose idea of a letter depends on the database's locale, and which takes a path for one word.
 */
public final class AuditWords {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
    /** Characters; a lexeme ends at 2 KiB. */
    private static final int LONGEST = 64;

    private AuditWords() {}

    public static Set<String> of(String text) {
        return WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .map(word -> word.length() > LONGEST ? word.substring(0, LONGEST) : word)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The words as an expression for PostgreSQL that wants a word beginning with each of them. */
    public static String asQuery(Set<String> wanted) {
        // Letters and digits only: nothing to escape.
        return wanted.stream()
                .flatMap(text -> of(text).stream())
                .sorted()
                .map(word -> "'" + word + "':*")
                .collect(Collectors.joining(" & "));
    }

    /** The same, of words that are there. */
    public static boolean match(Set<String> wanted, Set<String> words) {
        return wanted.stream()
                .flatMap(text -> of(text).stream())
                .allMatch(begin -> words.stream().anyMatch(word -> word.startsWith(begin)));
    }
}
