package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.text.NameCharacters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is never taken apart: a hunk, or where there are many, all of a file.
 *
 * @param file place in the change
 * @param hunks places in the file; empty where the file has none
 * @param words how often each name is in the changed lines
 * @param insertions lines
 * @param deletions lines
 */
record Piece(
        int file,
        String path,
        PathKind kind,
        List<Integer> hunks,
        Map<String, Integer> words,
        int insertions,
        int deletions) {
    private static final int SHORTEST_NAME = 3;
    private static final int MOST_LINES = 400;
    private static final int LONGEST_LINE = 300;

    /** @param hunks places in the file */
    static Piece of(int number, FileChange file, List<Integer> hunks) {
        PathKind kind = PathKind.of(file.path());
        Map<String, Integer> words = new HashMap<>();
        int insertions = 0;
        int deletions = 0;
        for (int hunk : hunks) {
            int read = 0;
            for (String line : file.hunks().get(hunk).lines()) {
                switch (line.charAt(0)) {
                    case '+' -> insertions++;
                    case '-' -> deletions++;
                    default -> {
                        continue;
                    }
                }
                if (kind.handWritten() && read++ < MOST_LINES && line.length() <= LONGEST_LINE) {
                    names(line, words);
                }
            }
        }
        if (file.hunks().isEmpty()) {
            insertions = file.insertions();
            deletions = file.deletions();
        }
        return new Piece(number, file.path(), kind, hunks, words, insertions, deletions);
    }

    private static void names(String line, Map<String, Integer> words) {
        int at = 0;
        while (at < line.length()) {
            int first = line.codePointAt(at);
            if (!NameCharacters.isStart(first)) {
                at += Character.charCount(first);
                continue;
            }
            int end = NameCharacters.end(line, at);
            if (line.codePointCount(at, end) >= SHORTEST_NAME) {
                words.merge(line.substring(at, end).toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
            at = end;
        }
    }

    String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** See {@link PathKind#testedStem}. */
    String stem() {
        return PathKind.testedStem(path);
    }
}
