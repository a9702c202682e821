package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads added and modified files from the text that {@code git diff} prints. */
final class DiffText {
    private static final Pattern FILE = Pattern.compile("(?m)^diff --git a/(?<path>\\S+) b/\\S+$");
    private static final Pattern HUNK = Pattern.compile("^@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@(?: (.*))?$");

    private DiffText() {}

    static ChangeSet parse(String diff) {
        var paths = FILE.matcher(diff).results().map(file -> file.group("path")).toList();
        var texts = FILE.split(diff);
        var files = new ArrayList<FileChange>();
        for (int i = 0; i < paths.size(); i++) {
            files.add(file(paths.get(i), Arrays.asList(texts[i + 1].strip().split("\n"))));
        }
        return new ChangeSet(files, false);
    }

    private static FileChange file(String path, List<String> lines) {
        var isNew = lines.getFirst().startsWith("new file mode");
        var hunks = new ArrayList<Hunk>();
        for (int i = 0; i < lines.size(); i++) {
            var head = HUNK.matcher(lines.get(i));
            if (head.matches()) {
                var end = i + 1;
                while (end < lines.size() && !lines.get(end).startsWith("@@")) {
                    end++;
                }
                var text = lines.subList(i + 1, end).stream()
                        .map(line -> line.isEmpty() ? " " : line)
                        .toList();
                hunks.add(new Hunk(
                        Integer.parseInt(head.group(1)),
                        number(head.group(2)),
                        Integer.parseInt(head.group(3)),
                        number(head.group(4)),
                        text,
                        head.group(5)));
            }
        }
        return new FileChange(
                isNew ? null : path,
                path,
                isNew ? Kind.ADDED : Kind.MODIFIED,
                isNew ? 0 : 0100644,
                0100644,
                false,
                count(hunks, '+'),
                count(hunks, '-'),
                hunks);
    }

    private static int number(@Nullable String lines) {
        return lines == null ? 1 : Integer.parseInt(lines);
    }

    private static int count(List<Hunk> hunks, char sign) {
        return (int) hunks.stream()
                .flatMap(hunk -> hunk.lines().stream())
                .filter(line -> line.charAt(0) == sign)
                .count();
    }
}
