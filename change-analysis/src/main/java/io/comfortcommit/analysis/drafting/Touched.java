package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.List;

/** A file of the change with what it is for and what its hunks do. */
record Touched(FileChange file, PathKind about, CodeChange code) {
    private static final int EXECUTABLE = 0111;
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int SUBMODULE = 0160000;

    /** What the change is about: the hand-written files, or all where nothing else has changed. */
    static List<Touched> in(ChangeSet change) {
        var all = change.files().stream().map(Touched::of).toList();
        var handWritten =
                all.stream().filter(touched -> touched.about.handWritten()).toList();
        return handWritten.isEmpty() ? all : handWritten;
    }

    private static Touched of(FileChange file) {
        var about = PathKind.of(file);
        var readable = about == PathKind.SOURCE || about == PathKind.TEST;
        return new Touched(file, about, readable ? CodeReading.of(file) : CodeChange.unknown());
    }

    String path() {
        return file.path();
    }

    boolean is(Kind kind) {
        return file.kind() == kind;
    }

    /** Lines changed; at least one, so that a file without lines still counts. */
    int weight() {
        return file.insertions() + file.deletions() + 1;
    }

    boolean isSubmodule() {
        return isType(SUBMODULE);
    }

    boolean isLink() {
        return isType(LINK);
    }

    /** A link in place of what was no link. */
    boolean becameLink() {
        return (file.oldMode() & TYPE) != LINK && (file.newMode() & TYPE) == LINK;
    }

    private boolean isType(int type) {
        return ((file.newMode() == 0 ? file.oldMode() : file.newMode()) & TYPE) == type;
    }

    boolean becameExecutable() {
        return (file.oldMode() & EXECUTABLE) == 0 && (file.newMode() & EXECUTABLE) != 0;
    }

    boolean becamePlain() {
        return (file.oldMode() & EXECUTABLE) != 0 && (file.newMode() & EXECUTABLE) == 0;
    }

    /** Moved or renamed with hardly more than what a move drags along: package, imports. */
    boolean isMove() {
        return (is(Kind.RENAMED) || is(Kind.COPIED))
                && (file.hunks().isEmpty() && weight() <= 5
                        || code.extent() == CodeChange.Extent.IMPORTS
                        || code.extent() == CodeChange.Extent.WHITE_SPACE
                        || !code.renamed().isEmpty()
                                && code.added().isEmpty()
                                && code.removed().isEmpty());
    }
}
