package io.comfortcommit.analysis.secrets;

import java.util.regex.Pattern;

/**
 * Where a secret stands. It does not hold the secret, so that it can be shown, logged and stored.
 *
 * @param kind stable name, as {@code AWS_SECRET_KEY}
 * @param path of the file, with placeholders for secrets in it
 * @param line from 1, in the new file; 1 for a secret in the path itself
 * @param placeholder what stands for it in everything that leaves the process, as {@code <AWS_SECRET_KEY:1>}; the same
 *     secret has the same one throughout a change
 */
public record Finding(String kind, String path, int line, String placeholder) {
    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Z][A-Z0-9_]{0,63}):[1-9][0-9]{0,8}>");

    /** Whether a placeholder stands somewhere in a text. */
    public static boolean hasPlaceholder(String text) {
        return PLACEHOLDER.matcher(text).find();
    }

    /** A text in which placeholders say only what they stand for: their numbers depend on the rest of the change. */
    static String withoutNumbers(String text) {
        return PLACEHOLDER.matcher(text).replaceAll("<$1>");
    }
}
