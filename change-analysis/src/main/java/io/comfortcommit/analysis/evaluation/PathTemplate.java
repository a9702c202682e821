package io.comfortcommit.analysis.evaluation;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.Comparator;
import java.util.List;

/** The baseline that looks at paths alone: what most files are for makes the type, the subject names the largest. */
final class PathTemplate {
    private PathTemplate() {}

    static Guess guess(ChangeSet change) {
        var files = change.files();
        var handWritten = files.stream()
                .filter(file -> PathKind.of(file.path()).handWritten())
                .toList();
        var spokenOf = handWritten.isEmpty() ? files : handWritten;
        var largest = spokenOf.stream()
                .max(Comparator.comparingInt((FileChange file) -> file.insertions() + file.deletions()))
                .orElseThrow();
        return new Guess(type(spokenOf), "", subject(spokenOf, largest));
    }

    private static String type(List<FileChange> files) {
        var kinds = files.stream().map(file -> PathKind.of(file.path())).toList();
        if (kinds.contains(PathKind.SOURCE)) {
            var isNew = files.stream()
                    .anyMatch(file ->
                            PathKind.of(file.path()) == PathKind.SOURCE && file.kind() == FileChange.Kind.ADDED);
            return isNew ? "feat" : "fix";
        }
        var most = kinds.stream()
                .max(Comparator.comparingLong(
                        kind -> kinds.stream().filter(kind::equals).count()))
                .orElseThrow();
        return switch (most) {
            case DOCUMENTATION -> "docs";
            case TEST -> "test";
            case CI -> "ci";
            case BUILD, LOCKFILE -> "build";
            case SOURCE -> "fix";
            case GENERATED, VENDORED, CONFIGURATION, OTHER -> "chore";
        };
    }

    private static String subject(List<FileChange> files, FileChange largest) {
        var verb = switch (largest.kind()) {
            case ADDED -> "add ";
            case DELETED -> "remove ";
            case RENAMED -> "rename ";
            case COPIED, MODE, MODIFIED -> "update ";
        };
        var name = largest.path().substring(largest.path().lastIndexOf('/') + 1);
        return verb + name + (files.size() > 1 ? " and " + (files.size() - 1) + " more" : "");
    }
}
