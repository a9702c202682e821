package io.comfortcommit.cli.sync;

import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.Refusals;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.git.GitPath;
import io.comfortcommit.cli.sync.TreeEntry.Difference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings what others changed into files that still are as they were captured. Files that the author edited since, and
 * others changed too, are a reason to stop before anything is written.
 */
final class WorkTreeMove {
    private final Desk desk;
    private final Git git;
    private final String snapshot;
    private final String pushed;
    private final Map<GitPath, Difference> foreign;
    private final Path index;

    /**
     * @param git that reads the snapshot
     * @param foreign what differs from the snapshot to the pushed commit
     * @param index a copy of the author's index, to be written
     */
    WorkTreeMove(Desk desk, Git git, String snapshot, String pushed, Map<GitPath, Difference> foreign, Path index) {
        this.desk = desk;
        this.git = git.with("GIT_INDEX_FILE", index.toString());
        this.snapshot = snapshot;
        this.pushed = pushed;
        this.foreign = foreign;
        this.index = index;
    }

    /** @throws Failure {@link Problem#SYNC_FILES_CHANGED_TWICE} */
    void check() {
        git.must("read-tree", "-m", "-i", snapshot);
        git.run("update-index", "-q", "--refresh");
        Set<GitPath> edited = edited(git);
        Map<GitPath, TreeEntry> inQuestion = new TreeMap<>();
        foreign.forEach((path, difference) -> {
            boolean inTheWay = difference.before().nothing() && exists(path);
            if (edited.contains(path) || inTheWay) {
                inQuestion.put(path, difference.after());
            }
        });
        List<GitPath> changedTwice = notAsPushed(inQuestion);
        if (!changedTwice.isEmpty()) {
            throw Failure.of(Problem.SYNC_FILES_CHANGED_TWICE, Refusals.named(changedTwice))
                    .with("files", changedTwice.stream().map(GitPath::toString).toList());
        }
        // What is in the work tree as it was pushed (a sync that was cut off) is there already.
        git.mustFeed(TreeEntry.indexInfo(inQuestion), "update-index", "-z", "--replace", "--index-info");
        git.run("update-index", "-q", "--refresh");
    }

    /** Of the files in question those whose content is not the pushed one. */
    private List<GitPath> notAsPushed(Map<GitPath, TreeEntry> inQuestion) {
        if (inQuestion.isEmpty()) {
            return List.of();
        }
        Path other = index.resolveSibling(index.getFileName() + "-pushed");
        try {
            Files.copy(index, other, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Git asPushed = git.with("GIT_INDEX_FILE", other.toString());
        asPushed.mustFeed(TreeEntry.indexInfo(inQuestion), "update-index", "-z", "--replace", "--index-info");
        asPushed.run("update-index", "-q", "--refresh");
        Set<GitPath> differing = edited(asPushed);
        List<GitPath> found = new ArrayList<>();
        inQuestion.forEach((path, entry) -> {
            if (entry.nothing() ? exists(path) : differing.contains(path)) {
                found.add(path);
            }
        });
        return found;
    }

    private static Set<GitPath> edited(Git git) {
        return new HashSet<>(git.must("diff-files", "-z", "--name-only", "--no-renames", "--ignore-submodules=all")
                .paths());
    }

    private boolean exists(GitPath path) {
        return path.under(desk.root())
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .isPresent();
    }

    /**
     * Writes the files. git looks at all of them before it writes the first.
     *
     * @throws Failure {@link Problem#SYNC_FILES_IN_THE_WAY}
     */
    void apply() {
        GitOutput moved = git.run("read-tree", "-m", "-u", snapshot, pushed);
        if (!moved.ok()) {
            throw Failure.of(Problem.SYNC_FILES_IN_THE_WAY, Git.lastWords(moved.err()));
        }
    }

    /** Of the files that others changed those that a sparse checkout leaves out. */
    List<GitPath> leftOut() {
        if (!desk.config().isTrue("core.sparsecheckout")) {
            return List.of();
        }
        return git.must("ls-files", "-t", "-z").parts().stream()
                .filter(entry -> entry.startsWith("S "))
                .map(entry -> new GitPath(entry.substring(2)))
                .filter(foreign::containsKey)
                .toList();
    }
}
