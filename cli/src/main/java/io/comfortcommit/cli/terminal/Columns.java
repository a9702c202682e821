package io.comfortcommit.cli.terminal;

/** Text in columns, where Hangul takes two. */
public final class Columns {
    private Columns() {}

    /** At least one space follows. */
    public static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - width(text)));
    }

    private static int width(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    private static boolean isWide(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HANGUL, HAN, HIRAGANA, KATAKANA -> true;
            default -> false;
        };
    }
}
