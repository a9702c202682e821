package io.comfortcommit.analysis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of a change.
 *
 * @param oldPath null where the file is new
 * @param newPath null where the file was deleted
 * @param oldMode git file mode bits, 0 where the file is new
 * @param newMode git file mode bits, 0 where the file was deleted
 * @param hunks empty for binary files, pure renames and mode changes, and where the reader's limits were reached
 */
public record FileChange(
        @Nullable String oldPath,
        @Nullable String newPath,
        Kind kind,
        int oldMode,
        int newMode,
        boolean binary,
        int insertions,
        int deletions,
        List<Hunk> hunks) {

    /** How a file changed; the first that applies, in this order: added, deleted, copied, renamed, mode, modified. */
    public enum Kind {
        ADDED,
        DELETED,
        COPIED,
        RENAMED,
        /** Only the mode. */
        MODE,
        MODIFIED
    }

    /** The path to show: the new one, or the old one of a deleted file. */
    public String path() {
        if (newPath != null) {
            return newPath;
        }
        if (oldPath != null) {
            return oldPath;
        }
        throw new IllegalStateException("a file change without a path");
    }

    /**
     * A run of changed lines with its context.
     *
     * @param oldStart first line in the old file, from 1; 0 where the old file is empty
     * @param newStart first line in the new file, from 1; 0 where the new file is empty
     * @param lines as in a unified diff: each begins with a space, {@code +} or {@code -}; no line ends
     */
    public record Hunk(int oldStart, int oldLines, int newStart, int newLines, List<String> lines) {}
}
