package io.comfortcommit.sagas.notification;

import java.util.regex.Pattern;

/** What people wrote, as one line without anything that can't be seen. */
final class OneLine {
    /** Ends of lines and other controls, and what makes parts of a line run backwards. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

    private OneLine() {}

    static String of(String text, int longest) {
        String one = UNSEEN.matcher(text).replaceAll(" ").strip();
        if (one.length() <= longest) {
            return one;
        }
        // Half a character can't be written in UTF-8.
        return one.substring(0, Character.isHighSurrogate(one.charAt(longest - 1)) ? longest - 1 : longest) + "…";
    }
}
