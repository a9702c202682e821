package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.text.NameCharacters;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and words of the changed lines, as they are written there. */
final class Mentions {
    private static final int SHORTEST_WORD = 3;
    private static final int LONGEST_WORD = 29;
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

    /** As {@code [\p{L}_](?:[\p{L}\p{N}_]|-(?=[\p{L}\p{N}])){2,28}} finds them. */
    private void words(String line, boolean isProse) {
        var before = "";
        var end = -2;
        var start = 0;
        while (start < line.length()) {
            var first = line.codePointAt(start);
            var next = start + Character.charCount(first);
            if (!NameCharacters.isStart(first)) {
                start = next;
                continue;
            }
            var length = 1;
            while (length < LONGEST_WORD && next < line.length() && isPart(line, next)) {
                next += Character.charCount(line.codePointAt(next));
                length++;
            }
            if (length >= SHORTEST_WORD) {
                var word = line.substring(start, next);
                counts.merge(word, 1, Integer::sum);
                if (isProse && start == end + 1 && line.charAt(end) == ' ') {
                    counts.merge(before + " " + word, 1, Integer::sum);
                }
                before = word;
                end = next;
            }
            start = next;
        }
    }

    private static boolean isPart(String line, int at) {
        return line.charAt(at) == '-'
                ? at + 1 < line.length() && NameCharacters.isLetterOrNumber(line.codePointAt(at + 1))
                : NameCharacters.isPart(line.codePointAt(at));
    }
}
