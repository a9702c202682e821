package io.comfortcommit.analysis.landing;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;

/** {@code comfort/<slug of the subject>}, never one that exists already. */
public final class SideBranchName {
    private static final String FOLDER = "comfort/";
    private static final int SLUG_LENGTH = 48;

    private SideBranchName() {}

    /** @param taken short names of the branches that the remote has */
    public static String choose(String message, Collection<String> taken) {
        String name = FOLDER + slug(message.strip().lines().findFirst().orElse(""));
        String candidate = name;
        for (int n = 2; isTaken(candidate, taken); n++) {
            candidate = name + "-" + n;
        }
        return candidate;
    }

    /** A branch blocks its own name and, being a file on many remotes, those above and below it. */
    private static boolean isTaken(String candidate, Collection<String> taken) {
        return taken.stream()
                .anyMatch(name -> name.equalsIgnoreCase(candidate)
                        || name.toLowerCase(Locale.ROOT).startsWith(candidate + "/"));
    }

    private static String slug(String subject) {
        String slug = Normalizer.normalize(subject, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        if (slug.codePointCount(0, slug.length()) > SLUG_LENGTH) {
            slug = slug.substring(0, slug.offsetByCodePoints(0, SLUG_LENGTH)).replaceAll("-[^-]*$", "");
        }
        return slug.isEmpty() ? "change" : slug;
    }
}
