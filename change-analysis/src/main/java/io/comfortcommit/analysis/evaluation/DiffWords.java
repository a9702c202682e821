package io.comfortcommit.analysis.evaluation;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A diff as the nearest-neighbour baseline reads it: paths and changed lines, split at what is neither letter nor digit.
 *
 * @param sequence the first words in their order
 * @param counts of all words
 */
record DiffWords(List<String> sequence, Map<String, Integer> counts) {
    private static final int MOST = 4_000;
    private static final int LONGEST_LINE = 300;
    private static final int LONGEST_SEQUENCE = 200;

    static DiffWords of(ChangeSet change) {
        var words = new ArrayList<String>();
        for (var file : change.files()) {
            words.add(file.kind().name());
            split(file.path(), words);
        }
        change.files().forEach(file -> addLines(file, words));
        var counts = new HashMap<String, Integer>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return new DiffWords(List.copyOf(words.subList(0, Math.min(words.size(), LONGEST_SEQUENCE))), counts);
    }

    private static void addLines(FileChange file, List<String> words) {
        for (var hunk : file.hunks()) {
            for (var line : hunk.lines()) {
                if (words.size() >= MOST) {
                    return;
                }
                if (line.charAt(0) != ' ') {
                    words.add(line.substring(0, 1));
                    split(line.substring(1, Math.min(line.length(), LONGEST_LINE)), words);
                }
            }
        }
    }

    private static void split(String text, List<String> words) {
        var start = -1;
        for (int i = 0; i <= text.length(); i++) {
            var inWord = i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_');
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            }
        }
    }

    /** Of the counts as a vector. */
    double length() {
        return Math.sqrt(counts.values().stream()
                .mapToDouble(count -> (double) count * count)
                .sum());
    }
}
