package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.git.Git;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HEAD and some of its first ancestors, farther and farther apart.
 *
 * @param headTree object id of HEAD's tree; null before the first commit
 * @param commits object ids, HEAD first
 */
record History(@Nullable String headTree, List<String> commits) {
    private static final int NEAR = 257;

    /** The newest commits: what the server knows is nearly always among them. */
    static History near(Git git, @Nullable String head) {
        if (head == null) {
            return new History(null, List.of());
        }
        List<String> lines = git.must("rev-list", "--first-parent", "--max-count=" + NEAR, "--format=%H %T", head)
                .lines();
        List<String> commits = new ArrayList<>();
        String tree = null;
        for (String line : lines) {
            if (!line.startsWith("commit ")) {
                commits.add(line.substring(0, line.indexOf(' ')));
                tree = tree == null ? line.substring(line.indexOf(' ') + 1) : tree;
            }
        }
        return new History(tree, spaced(commits));
    }

    /** All the way back. */
    static List<String> whole(Git git, String head) {
        return spaced(git.must("rev-list", "--first-parent", head).lines());
    }

    /** The first eight, then each twice as far as the one before; and the last one. */
    private static List<String> spaced(List<String> commits) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < commits.size(); i = i < 8 ? i + 1 : i * 2) {
            chosen.add(commits.get(i));
        }
        if (!commits.isEmpty() && !chosen.contains(commits.getLast())) {
            chosen.add(commits.getLast());
        }
        return chosen;
    }

    Optional<String> tree() {
        return Optional.ofNullable(headTree);
    }
}
