package io.comfortcommit.queryside.diff;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.messages.query.DiffView;
import io.comfortcommit.messages.query.DiffView.FileDiff;
import io.comfortcommit.messages.query.DiffView.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes as unified diffs, within limits: every file is listed, but no patch is longer than {@code file} and all
 * together are not longer than {@code total} characters.
 */
record UnifiedDiff(int file, int total) {
    /** @param ignored files whose secrets are meant to be there */
    DiffView of(ChangeSet changes, IgnoredPaths ignored) {
        SecretScanner scanner = new SecretScanner(ignored);
        List<Secret> secrets = scanner.scan(changes).stream()
                .map(found -> new Secret(found.kind(), found.path(), found.line(), found.placeholder()))
                .toList();
        List<FileDiff> files = new ArrayList<>();
        boolean truncated = changes.truncated();
        int left = total;
        for (FileChange change : changes.files()) {
            String patch = change.binary() ? null : patch(change, Math.min(file, left));
            if (patch != null) {
                left -= patch.length();
            } else if (!change.binary()) {
                truncated = true;
            }
            files.add(new FileDiff(
                    path(change.oldPath(), scanner),
                    path(change.newPath(), scanner),
                    change.kind().name(),
                    change.binary(),
                    change.insertions(),
                    change.deletions(),
                    patch == null || ignored.contains(change.path()) ? patch : scanner.redact(change.path(), patch)));
        }
        return new DiffView(List.copyOf(files), secrets, truncated);
    }

    private static @Nullable String path(@Nullable String path, SecretScanner scanner) {
        return path == null ? null : scanner.redactPath(path);
    }

    /** Null where it would be longer than {@code most}, or the reader of the change left its hunks out. */
    private static @Nullable String patch(FileChange change, int most) {
        if (change.hunks().isEmpty()) {
            return change.insertions() + change.deletions() == 0 ? "" : null;
        }
        StringBuilder patch = new StringBuilder();
        for (FileChange.Hunk hunk : change.hunks()) {
            patch.append("@@ -%d,%d +%d,%d @@\n"
                    .formatted(hunk.oldStart(), hunk.oldLines(), hunk.newStart(), hunk.newLines()));
            for (String line : hunk.lines()) {
                if (patch.length() + line.length() + 1 > most) {
                    return null;
                }
                patch.append(line).append('\n');
            }
        }
        return patch.toString();
    }
}
