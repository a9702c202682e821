package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Names and words of the changed lines, as they are written there. */
final class Mentions {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_](?:[\\p{L}\\p{N}_]|-(?=[\\p{L}\\p{N}])){2,28}");
    private static final int MOST = 100;
    private static final int MOST_LINES = 400;
    private static final int LONGEST_LINE = 200;

    private final Map<String, Integer> counts = new LinkedHashMap<>();

    private Mentions() {}

    /** @return those that a message may quote, the most frequent first */
    static List<String> in(ChangeSet change) {
        var mentions = new Mentions();
        change.files().stream()
                .filter(file -> PathKind.of(file.path()).handWritten())
                .forEach(mentions::read);
        return mentions.counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Integer> word) -> -word.getValue()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .filter(Names::sayable)
                .toList();
    }

    private void read(FileChange file) {
        var isProse = PathKind.of(file.path()) == PathKind.DOCUMENTATION;
        var lines = 0;
        for (var hunk : file.hunks()) {
            for (var line : hunk.lines()) {
                if (line.charAt(0) == ' ' || line.length() > LONGEST_LINE) {
                    continue;
                }
                if (lines++ > MOST_LINES) {
                    return;
                }
                words(line.substring(1), isProse);
            }
        }
    }

    private void words(String line, boolean isProse) {
        var found = WORD.matcher(line);
        var before = "";
        var end = -2;
        while (found.find()) {
            var word = found.group();
            counts.merge(word, 1, Integer::sum);
            if (isProse && found.start() == end + 1 && line.charAt(end) == ' ') {
                counts.merge(before + " " + word, 1, Integer::sum);
            }
            before = word;
            end = found.end();
        }
    }
}
