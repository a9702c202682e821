package io.comfortcommit.analysis.text;

/** The characters of names in code, as code points. */
public final class NameCharacters {
    private static final int NUMBERS =
            1 << Character.DECIMAL_DIGIT_NUMBER | 1 << Character.LETTER_NUMBER | 1 << Character.OTHER_NUMBER;

    private NameCharacters() {}

    /** As {@code [\p{L}_]}. */
    public static boolean isStart(int c) {
        return c < 128 ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' : Character.isLetter(c);
    }

    /** As {@code [\p{L}\p{N}_]}. */
    public static boolean isPart(int c) {
        return c == '_' || isLetterOrNumber(c);
    }

    /** As {@code [\p{L}\p{N}]}: with the numbers that are no digits, as in {@code Ⅳ} or {@code ²}. */
    public static boolean isLetterOrNumber(int c) {
        return c < 128
                ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                : Character.isLetter(c) || (NUMBERS >> Character.getType(c) & 1) != 0;
    }

    /** As {@code \s}: the white space of ASCII. */
    public static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** Behind the characters of a name that {@code from} stands among. */
    public static int end(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (!isPart(c)) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }
}
