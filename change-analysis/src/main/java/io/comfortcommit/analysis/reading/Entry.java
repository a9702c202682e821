package io.comfortcommit.analysis.reading;

import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.FileChange.Sides;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/** A changed path before its contents are read. */
record Entry(
        Kind kind,
        @Nullable String oldPath,
        @Nullable String newPath,
        FileMode oldMode,
        FileMode newMode,
        ObjectId oldId,
        ObjectId newId) {

    static Entry of(DiffEntry entry) {
        var kind = switch (entry.getChangeType()) {
            case ADD -> Kind.ADDED;
            case DELETE -> Kind.DELETED;
            case COPY -> Kind.COPIED;
            case RENAME -> Kind.RENAMED;
            case MODIFY -> entry.getOldId().equals(entry.getNewId()) ? Kind.MODE : Kind.MODIFIED;
        };
        return new Entry(
                kind,
                kind == Kind.ADDED ? null : entry.getOldPath(),
                kind == Kind.DELETED ? null : entry.getNewPath(),
                entry.getOldMode(),
                entry.getNewMode(),
                entry.getOldId().toObjectId(),
                entry.getNewId().toObjectId());
    }

    /** One path that holds another type of entry now. */
    static Entry replaced(DiffEntry deleted, DiffEntry added) {
        return new Entry(
                Kind.MODIFIED,
                deleted.getOldPath(),
                added.getNewPath(),
                deleted.getOldMode(),
                added.getNewMode(),
                deleted.getOldId().toObjectId(),
                added.getNewId().toObjectId());
    }

    boolean hasSameContent() {
        return oldPath != null && newPath != null && oldId.equals(newId);
    }

    /** Bytes of both sides; none where nothing of them is read. */
    long size(ObjectReader objects) throws IOException {
        return hasSameContent() ? 0 : size(objects, oldMode, oldId) + size(objects, newMode, newId);
    }

    private static long size(ObjectReader objects, FileMode mode, ObjectId id) throws IOException {
        return FileMode.MISSING.equals(mode) || FileMode.GITLINK.equals(mode)
                ? 0
                : objects.getObjectSize(id, Constants.OBJ_BLOB);
    }

    String path() {
        return change(false, 0, 0, List.of(), null).path();
    }

    FileChange change(boolean binary, int insertions, int deletions, List<Hunk> hunks, @Nullable Sides sides) {
        return new FileChange(
                oldPath, newPath, kind, bits(oldMode), bits(newMode), binary, insertions, deletions, hunks, sides);
    }

    private static int bits(FileMode mode) {
        return FileMode.MISSING.equals(mode) ? 0 : mode.getBits();
    }
}
