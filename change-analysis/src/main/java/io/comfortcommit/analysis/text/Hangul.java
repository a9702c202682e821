package io.comfortcommit.analysis.text;

/** The letters that Korean is written with. */
public final class Hangul {
    private Hangul() {}

    /** Whether a text has a letter of it: what is Korean names things in other letters, too. */
    public static boolean isIn(String text) {
        return text.codePoints().anyMatch(Hangul::is);
    }

    /** Whether a text has more of them than of others: what is not Korean may quote some. */
    public static boolean prevailsIn(String text) {
        var letters = text.codePoints().filter(Character::isLetter).count();
        return text.codePoints().filter(Hangul::is).count() * 2 > letters;
    }

    private static boolean is(int letter) {
        return Character.UnicodeScript.of(letter) == Character.UnicodeScript.HANGUL;
    }
}
