package io.comfortcommit.analysis;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The difference between two trees.
 *
 * @param files in path order, renames found
 * @param truncated whether hunks were left out because the change is larger than the reader's limits; the files are
 *     always all there
 * @param told what was found out about the change where its files lie; null where it was read from the files themselves
 */
public record ChangeSet(
        List<FileChange> files, boolean truncated, @Nullable Told told) {
    public ChangeSet(List<FileChange> files, boolean truncated) {
        this(files, truncated, null);
    }

    /** What is left of it without some files. */
    public ChangeSet without(Predicate<String> path) {
        return new ChangeSet(
                files.stream().filter(file -> !path.test(file.path())).toList(),
                truncated,
                told == null ? null : told.without(path));
    }

    /** Lines added, binary files not counted. */
    public int insertions() {
        return files.stream().mapToInt(FileChange::insertions).sum();
    }

    /** Lines removed, binary files not counted. */
    public int deletions() {
        return files.stream().mapToInt(FileChange::deletions).sum();
    }
}
