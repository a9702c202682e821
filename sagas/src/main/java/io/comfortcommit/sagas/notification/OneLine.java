package io.comfortcommit.sagas.notification;

import java.util.regex.Pattern;

/** What people wrote, as one line without anything that can't be seen. */
final class OneLine {
    /** Ends of lines, and what makes the rest of one run backwards. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

    private OneLine() {}

    static String of(String text, int longest) {
        String one = UNSEEN.matcher(text).replaceAll(" ").strip();
        if (one.length() <= longest) {
            return one;
        }
        return one.substring(0, Character.isHighSurrogate(one.charAt(longest - 1)) ? longest - 1 : longest) + "…";
    }
}
