package io.comfortcommit.messages.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The change of a draft, file by file. @param truncated whether files or lines were left out for size */
public record DiffView(List<FileDiff> files, boolean truncated) {
    /**
     * @param oldPath null where the file is new
     * @param newPath null where the file was deleted
     * @param kind ADDED, MODIFIED, DELETED, RENAMED, COPIED or MODE
     * @param patch unified diff without file headers; null for binary files and where the file was too large
     */
    public record FileDiff(
            @Nullable String oldPath,
            @Nullable String newPath,
            String kind,
            boolean binary,
            int insertions,
            int deletions,
            @Nullable String patch) {}
}
