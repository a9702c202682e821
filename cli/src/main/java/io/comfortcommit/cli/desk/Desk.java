package io.comfortcommit.cli.desk;

import io.comfortcommit.cli.git.Git;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A work tree as it stands.
 *
 * @param git in the work tree's root
 * @param gitFolder of this work tree
 * @param commonFolder of the repository, shared by all of its work trees
 * @param index the file
 * @param objects the object directory
 * @param branch short name; null on a detached HEAD
 * @param head object id; null before the first commit
 * @param headTree object id of the tree of {@code head}; null where it is not known
 * @param changes by path, as git lists them
 */
public record Desk(
        Git git,
        Path root,
        Path gitFolder,
        Path commonFolder,
        Path index,
        Path objects,
        boolean shallow,
        @Nullable String branch,
        @Nullable String head,
        @Nullable String headTree,
        List<Change> changes,
        GitConfig config) {

    /** Whether the index alone is captured. */
    public boolean anythingStaged() {
        return changes.stream().anyMatch(Change::staged);
    }

    public List<Change> staged() {
        return changes.stream().filter(Change::staged).toList();
    }

    /** The branch, where {@link Refusals} have seen that there is one. */
    public String onBranch() {
        if (branch == null) {
            throw new IllegalStateException("HEAD is detached");
        }
        return branch;
    }
}
