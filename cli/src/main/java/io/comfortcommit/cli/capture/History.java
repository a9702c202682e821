package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.git.Git;
import java.util.ArrayList;
import java.util.List;

/** A commit and some of its first ancestors, farther and farther apart: object ids, the newest first. */
final class History {
    private static final int NEAR = 257;

    private History() {}

    /** The newest commits: what the server knows is nearly always among them. */
    static List<String> near(Git git, String head) {
        return spaced(git.must("rev-list", "--first-parent", "--max-count=" + NEAR, head)
                .lines());
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
}
