package io.comfortcommit.cli.sync;

import io.comfortcommit.cli.desk.Change;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitPath;
import io.comfortcommit.cli.sync.TreeEntry.Difference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Moves the author's index from HEAD to the pushed commit, as {@code git read-tree -m -i} does, except that what was
 * staged on top of the snapshot stays staged. Holds git's own lock on the index in the meantime.
 */
final class IndexMove implements AutoCloseable {
    private final Desk desk;
    private final Path lock;
    private final Path before;
    private boolean locked;

    /**
     * @param temporary folder for copies
     * @throws Failure {@link Problem#INDEX_LOCKED}
     */
    IndexMove(Desk desk, Path temporary) {
        this.desk = desk;
        this.lock = desk.index().resolveSibling(desk.index().getFileName() + ".lock");
        this.before = temporary.resolve("index-before");
        try {
            Files.createFile(lock);
            locked = true;
            Files.copy(desk.index(), before, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (FileAlreadyExistsException anotherGit) {
            throw Failure.of(anotherGit, Problem.INDEX_LOCKED);
        } catch (NoSuchFileException noIndexYet) {
            return;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    /** The author's index as it was when it was locked; not there where there was none. */
    Path before() {
        return before;
    }

    /** Where there was none before. */
    void removeIndex() {
        try {
            Files.deleteIfExists(desk.index());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the index that may be written. */
    Path copy(Path to) {
        try {
            if (Files.exists(before)) {
                Files.copy(before, to, StandardCopyOption.REPLACE_EXISTING);
                // To the microsecond below; see the snapshot's copy.
                FileTime time = Files.getLastModifiedTime(before);
                Files.setLastModifiedTime(to, FileTime.from(time.toInstant().truncatedTo(ChronoUnit.MICROS)));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the moved index beside the author's.
     *
     * @param kept staged further edits
     * @param leftOut files that the work tree, being sparse, does not have
     */
    Path write(
            Git git,
            String head,
            String pushed,
            Map<GitPath, Difference> moved,
            List<Change> kept,
            List<GitPath> leftOut,
            Path to) {
        Git apart = git.with("GIT_INDEX_FILE", copy(to).toString());
        Map<GitPath, TreeEntry> asInHead = new TreeMap<>();
        Map<GitPath, TreeEntry> asStaged = new TreeMap<>();
        for (Change change : desk.changes()) {
            Difference difference = moved.get(change.path());
            if (difference != null && (change.staged() || change.intended())) {
                asInHead.put(change.path(), difference.before());
            }
        }
        for (Change change : kept) {
            asStaged.put(change.path(), new TreeEntry(change.indexMode(), change.indexId()));
        }
        apart.mustFeed(TreeEntry.indexInfo(asInHead), "update-index", "-z", "--replace", "--index-info");
        apart.must("read-tree", "-m", "-i", head, pushed);
        apart.mustFeed(TreeEntry.indexInfo(asStaged), "update-index", "-z", "--replace", "--index-info");
        apart.mustFeed(GitPath.join(leftOut), "update-index", "-z", "--skip-worktree", "--stdin");
        // Tells by its exit code that files differ, which they may.
        apart.run("update-index", "-q", "--refresh");
        return to;
    }

    /** Puts it in the place of the author's. */
    void install(Path moved) {
        try {
            Files.copy(moved, lock, StandardCopyOption.REPLACE_EXISTING);
            Files.move(lock, desk.index(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            locked = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes {@link #install} back. */
    void restore() {
        try {
            if (Files.exists(before)) {
                Path fresh = lock.resolveSibling(lock.getFileName() + ".comfort");
                Files.copy(before, fresh, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, desk.index(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(desk.index());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (locked) {
            locked = false;
            try {
                Files.deleteIfExists(lock);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
