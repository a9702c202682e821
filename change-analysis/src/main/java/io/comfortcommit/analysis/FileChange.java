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
 * @param binary whether the content isn't text; never true for submodule entries, whose content is their commit's id
 * @param hunks empty for binary files, pure renames and mode changes, and where the reader's limits were reached
 * @param sides the whole file before and after; null where there are no hunks, for files that no person wrote, and where the
 *     reader's limits were reached
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
        List<Hunk> hunks,
        @Nullable Sides sides) {

    public FileChange {
        hunks = List.copyOf(hunks);
    }

    /** Of a change that is known by its hunks only, as one that was read from a diff. */
    public FileChange(
            @Nullable String oldPath,
            @Nullable String newPath,
            Kind kind,
            int oldMode,
            int newMode,
            boolean binary,
            int insertions,
            int deletions,
            List<Hunk> hunks) {
        this(oldPath, newPath, kind, oldMode, newMode, binary, insertions, deletions, hunks, null);
    }

    /**
     * @param before empty where the file is new
     * @param after empty where the file was deleted
     */
    public record Sides(String before, String after) {
        @Override
        public String toString() {
            return "Sides[" + before.length() + " and " + after.length() + " characters]";
        }
    }

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
     * @param section the line above the first changed one that declares what encloses it (a method, a class), with its
     *     indentation; null where there is none. A unified diff shows it after the second {@code @@}
     */
    public record Hunk(
            int oldStart,
            int oldLines,
            int newStart,
            int newLines,
            List<String> lines,
            @Nullable String section) {
        public Hunk {
            lines = List.copyOf(lines);
        }

        public Hunk(int oldStart, int oldLines, int newStart, int newLines, List<String> lines) {
            this(oldStart, oldLines, newStart, newLines, lines, null);
        }
    }
}
