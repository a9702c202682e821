package io.comfortcommit.analysis.learning;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What went before, as features of what comes next: a fix often follows a feature in the same files, a test follows a fix.
 * Not thread-safe.
 */
final class Course {
    /** Commits in which something has been done just now. */
    private static final int SOON = 4;
    /** Files; of those that come later nothing is known. */
    private static final int MOST_FILES = 20_000;

    private static final int MOST_AUTHORS = 5_000;

    private record Touched(String type, int times, int at) {}

    private final Map<String, Touched> files = new HashMap<>();
    private final Map<Author, String> typesOfAuthors = new HashMap<>();
    private Set<String> before = Set.of();
    private String type = "none";
    private String typeBefore = "none";
    private int now;
    private int earlier;

    /**
     * @param kinds of files, in one word
     * @param paths of the change
     * @param largest the one with the most changed lines
     */
    Map<String, Float> features(Author author, String kinds, List<String> paths, String largest) {
        var features = new HashMap<String, Float>();
        var common = paths.stream().filter(before::contains).count();
        features.put("prev:" + type, 1f);
        features.put("prev2:" + type + " " + typeBefore, 1f);
        features.put(
                "prev+overlap:" + type + " " + (common == 0 ? "none" : common == paths.size() ? "all" : "some"), 1f);
        var known = files.get(largest);
        features.put("last type of file:" + (known == null ? "none" : known.type), 1f);
        features.put("known file:" + bucket(known == null ? 0 : known.times), 1f);
        features.put("age of file:" + (known == null ? "none" : bucket(now - known.at)), 1f);
        if (known != null && now - known.at <= SOON) {
            features.put("soon after:" + known.type, 1f);
        }
        if (author.isKnown()) {
            features.put("last type of author:" + typesOfAuthors.getOrDefault(author, "none") + " " + kinds, 1f);
        }
        return features;
    }

    private static int bucket(int number) {
        return 32 - Integer.numberOfLeadingZeros(number);
    }

    /** @param paths all of the change, those that a program wrote too */
    void learn(Author author, List<String> paths, String type, boolean bot) {
        now++;
        if (typesOfAuthors.size() < MOST_AUTHORS || typesOfAuthors.containsKey(author)) {
            typesOfAuthors.put(author, type);
        }
        if (!bot) {
            typeBefore = this.type;
            this.type = type;
            before = new HashSet<>(paths);
        }
        for (var path : paths) {
            var known = files.get(path);
            if (known != null || files.size() < MOST_FILES) {
                files.put(path, new Touched(type, known == null ? 1 : known.times + 1, now));
            }
        }
    }

    /** Of a commit that is older than all that was learned before: what is known of later ones stays. */
    void learnBefore(Author author, List<String> paths, String type, boolean bot) {
        earlier++;
        if (typesOfAuthors.size() < MOST_AUTHORS) {
            typesOfAuthors.putIfAbsent(author, type);
        }
        if (!bot && this.type.equals("none")) {
            this.type = type;
            before = new HashSet<>(paths);
        } else if (!bot && typeBefore.equals("none")) {
            typeBefore = type;
        }
        for (var path : paths) {
            var known = files.get(path);
            if (known != null || files.size() < MOST_FILES) {
                files.put(
                        path,
                        known == null
                                ? new Touched(type, 1, -earlier)
                                : new Touched(known.type, known.times + 1, known.at));
            }
        }
    }
}
