package io.comfortcommit.cli.sync;

import io.comfortcommit.cli.git.GitPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sync came to. */
public sealed interface Synced {
    /** Nothing of this desk was ever captured, or all of it was put right before. */
    record NothingCaptured() implements Synced {}

    /** @param draftId the newest draft that is not pushed yet */
    record NothingPushed(String draftId, String status) implements Synced {}

    /** The commit lies on a branch of its own. */
    record OnSideBranch(String draftId, String commit, String landedOn) implements Synced {}

    /** The branch has the pushed commit already. */
    record UpToDate(String draftId, String commit) implements Synced {}

    /**
     * The newest sync was taken back.
     *
     * @param from object id of the pushed commit
     * @param to object id; null before the first commit
     * @param restored files that are as they were before that sync
     */
    record Undone(String branch, String from, @Nullable String to, List<GitPath> restored) implements Synced {}

    /**
     * The branch was moved.
     *
     * @param from object id; null before the first commit
     * @param updated files that others changed and that were brought into the work tree
     * @param submodules that others moved, added or removed; what lies there is as it was
     * @param keptStaged staged further edits
     * @param backup ref that names {@code from}
     */
    record Moved(
            String draftId,
            String branch,
            @Nullable String from,
            String to,
            List<GitPath> updated,
            List<GitPath> submodules,
            List<GitPath> keptStaged,
            @Nullable String backup)
            implements Synced {}
}
