package io.comfortcommit.analysis;

import java.util.List;

/**
 * The difference between two trees.
 *
 * @param files in path order, renames found
 * @param truncated whether hunks were left out because the change is larger than the reader's limits; the files are
 *     always all there
 */
public record ChangeSet(List<FileChange> files, boolean truncated) {
    /** Lines added, binary files not counted. */
    public int insertions() {
        return files.stream().mapToInt(FileChange::insertions).sum();
    }

    /** Lines removed, binary files not counted. */
    public int deletions() {
        return files.stream().mapToInt(FileChange::deletions).sum();
    }
}
