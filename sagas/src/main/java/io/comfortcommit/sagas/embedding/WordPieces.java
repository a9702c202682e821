package io.comfortcommit.sagas.embedding;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Texts as the numbers that BERT models read: words without accents and capitals, each cut into the longest pieces that the
 * vocabulary has (Wu et al. 2016, section 4.1; Devlin et al. 2019). The same as the reference implementation, but that no
 * text can write the model's own marks, as {@code [SEP]}.
 */
final class WordPieces {
    private static final String UNKNOWN = "[UNK]";
    private static final String BEGIN = "[CLS]";
    private static final String END = "[SEP]";
    /** Longer ones are unknown. */
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary;

    WordPieces(Map<String, Integer> vocabulary) {
        this.vocabulary = Map.copyOf(vocabulary);
    }

    long begin() {
        return number(BEGIN);
    }

    long end() {
        return number(END);
    }

    private long number(String piece) {
        Integer number = vocabulary.get(piece);
        if (number == null) {
            throw new IllegalStateException("the vocabulary has no " + piece);
        }
        return number;
    }

    /** Without a beginning and an end. */
    long[] read(String text) {
        return Arrays.stream(spaced(text).split(" "))
                .filter(word -> !word.isEmpty())
                .flatMapToLong(word -> Arrays.stream(pieces(word)))
                .toArray();
    }

    /** Each word and each mark with spaces around. */
    private static String spaced(String text) {
        StringBuilder seen = new StringBuilder();
        text.codePoints().filter(c -> !isUnseen(c)).forEach(c -> {
            if (isIdeograph(c)) {
                seen.append(' ').appendCodePoint(c).append(' ');
            } else {
                seen.appendCodePoint(isSpace(c) ? ' ' : c);
            }
        });
        StringBuilder spaced = new StringBuilder();
        withoutAccents(seen).toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            if (isMark(c)) {
                spaced.append(' ').appendCodePoint(c).append(' ');
            } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
                spaced.appendCodePoint(c);
            }
        });
        return spaced.toString();
    }

    private static String withoutAccents(CharSequence text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> c == 0xFFFD;
        };
    }

    private static boolean isIdeograph(int c) {
        return c >= 0x3400
                && Character.isIdeographic(c)
                && Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> "$+<=>^`|~".indexOf(c) >= 0;
        };
    }

    private long[] pieces(String word) {
        long[] unknown = {number(UNKNOWN)};
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            return unknown;
        }
        long[] pieces = new long[word.length()];
        int count = 0;
        int start = 0;
        while (start < word.length()) {
            int from = start;
            int end = IntStream.iterate(word.length(), to -> to > from, to -> to - 1)
                    .filter(to -> vocabulary.containsKey(piece(word, from, to)))
                    .findFirst()
                    .orElse(from);
            if (end == from) {
                return unknown;
            }
            pieces[count++] = number(piece(word, from, end));
            start = end;
        }
        return Arrays.copyOf(pieces, count);
    }

    private static String piece(String word, int from, int to) {
        return from == 0 ? word.substring(0, to) : "##" + word.substring(from, to);
    }
}
