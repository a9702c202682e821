package io.comfortcommit.analysis.reading;

import io.comfortcommit.analysis.FileChange;
import java.util.ArrayList;
import java.util.List;

/** Puts hunks onto a text, as {@code patch} does. */
final class Patch {
    private Patch() {}

    static List<String> lines(String text) {
        return text.lines().toList();
    }

    static List<String> apply(String before, List<FileChange.Hunk> hunks) {
        var old = lines(before);
        var result = new ArrayList<String>();
        var next = 0;
        for (var hunk : hunks) {
            var start = Math.max(0, hunk.oldStart() - 1);
            result.addAll(old.subList(next, start));
            next = start;
            for (var line : hunk.lines()) {
                if (line.charAt(0) != '+') {
                    if (!old.get(next).equals(line.substring(1))) {
                        throw new AssertionError("line %d isn't %s".formatted(next + 1, line));
                    }
                    next++;
                }
                if (line.charAt(0) != '-') {
                    result.add(line.substring(1));
                }
            }
        }
        result.addAll(old.subList(next, old.size()));
        return result;
    }

    static int count(FileChange file, char sign) {
        return (int) file.hunks().stream()
                .flatMap(hunk -> hunk.lines().stream())
                .filter(line -> line.charAt(0) == sign)
                .count();
    }
}
