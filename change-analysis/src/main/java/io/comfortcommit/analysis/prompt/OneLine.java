package io.comfortcommit.analysis.prompt;

/** Text that can't pretend to be more than one line. */
final class OneLine {
    private OneLine() {}

    /** @param longest UTF-16 units */
    static String of(String text, int longest) {
        var line = text.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        if (line.length() <= longest) {
            return line;
        }
        var end = Character.isHighSurrogate(line.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return line.substring(0, end) + "…";
    }
}
