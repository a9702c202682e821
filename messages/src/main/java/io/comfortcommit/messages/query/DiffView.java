package io.comfortcommit.messages.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The change of a draft, file by file.
 *
 * @param secrets what looks like a secret in the lines that are added; in the patches placeholders stand for them
 * @param truncated whether files or lines were left out for size
 */
public record DiffView(List<FileDiff> files, List<Secret> secrets, boolean truncated) {
    /**
     * Does not hold the secret.
     *
     * @param kind stable name, as {@code GITHUB_TOKEN}
     * @param line from 1, in the new file
     */
    public record Secret(String kind, String path, int line, String placeholder) {}

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
