package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A change, file by file; each hunk is written as its lines, as in a diff. */
final class Changes {
    private final List<FileChange> files = new ArrayList<>();

    Changes modified(String path, String... hunks) {
        return file(path, Kind.MODIFIED, 0100644, 0100644, hunks);
    }

    Changes deleted(String path, String... hunks) {
        return file(path, Kind.DELETED, 0100644, 0, hunks);
    }

    Changes madeExecutable(String path) {
        return file(path, Kind.MODE, 0100644, 0100755);
    }

    Changes binary(String path) {
        files.add(new FileChange(path, path, Kind.MODIFIED, 0100644, 0100644, true, 0, 0, List.of()));
        return this;
    }

    private Changes file(String path, Kind kind, int oldMode, int newMode, String... texts) {
        List<Hunk> hunks = new ArrayList<>();
        int line = 1;
        for (String text : texts) {
            List<String> lines = text.lines().toList();
            hunks.add(new Hunk(line, count(lines, '-'), line, count(lines, '+'), lines));
            line += 100;
        }
        files.add(new FileChange(
                path,
                newMode == 0 ? null : path,
                kind,
                oldMode,
                newMode,
                false,
                hunks.stream().mapToInt(hunk -> count(hunk.lines(), '+')).sum(),
                hunks.stream().mapToInt(hunk -> count(hunk.lines(), '-')).sum(),
                hunks));
        return this;
    }

    ChangeSet change() {
        return new ChangeSet(
                files.stream().sorted(Comparator.comparing(FileChange::path)).toList(), false);
    }

    static String lines(int count, String line) {
        String[] lines = new String[count];
        Arrays.setAll(lines, number -> "+" + line + " // " + number);
        return String.join("\n", lines);
    }

    private static int count(List<String> lines, char sign) {
        return (int) lines.stream().filter(line -> line.charAt(0) == sign).count();
    }
}
