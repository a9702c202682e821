package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.desk.Author;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.Refusals;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.messages.draft.CaptureMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes the snapshot: with {@code git add}, {@code write-tree} and {@code commit-tree} on a copy of the index, and into an
 * object folder of its own. So files are taken as {@code git add} takes them (filters, line endings, modes, links), while
 * the author's index, work tree, refs and objects stay as they are.
 */
final class SnapshotTaker {
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("xx", Locale.ROOT);

    private final boolean markersAllowed;

    /** @param markersAllowed whether conflict markers are meant to be there */
    SnapshotTaker(boolean markersAllowed) {
        this.markersAllowed = markersAllowed;
    }

    /**
     * @param git that writes into the object folder
     * @param index where the copy of the index may lie
     * @return empty if nothing differs
     */
    Optional<Snapshot> take(Desk desk, Author author, Git git, Path index, Instant now) {
        copyIndex(desk.index(), index);
        Git apart = git.with("GIT_INDEX_FILE", index.toString());
        CaptureMode mode = desk.anythingStaged() ? CaptureMode.INDEX : CaptureMode.WORK_TREE;
        if (mode == CaptureMode.WORK_TREE) {
            apart.must(addAll(desk));
        }
        String tree = apart.must("write-tree").text();
        if (tree.equals(headTree(desk))) {
            return Optional.empty();
        }
        if (!markersAllowed) {
            Refusals.checkConflictMarkers(desk, apart);
        }
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return Optional.of(new Snapshot(commit(desk, author, apart, tree, second), tree, mode, second));
    }

    private static String headTree(Desk desk) {
        String head = desk.head();
        if (head == null) {
            return EMPTY_TREE;
        }
        String known = desk.headTree();
        return known != null
                ? known
                : desk.git().must("rev-parse", head + "^{tree}").text();
    }

    private static String[] addAll(Desk desk) {
        List<String> add = new ArrayList<>(List.of("add", "-A"));
        if (desk.config().isTrue("core.sparsecheckout")) {
            // Else a new file outside of the sparse part would be an error; nothing there is taken for deleted.
            add.add("--sparse");
        }
        return add.toArray(String[]::new);
    }

    /**
     * With its time, to the microsecond below: git compares files of that time with what the index says of them, because
     * they may have changed right after it was written.
     */
    private static void copyIndex(Path index, Path copy) {
        try {
            FileTime time = Files.getLastModifiedTime(index);
            Files.copy(index, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(copy, FileTime.from(time.toInstant().truncatedTo(ChronoUnit.MICROS)));
        } catch (NoSuchFileException nothingAddedYet) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As git reads it, in the zone of this machine. */
    static String date(Instant second) {
        ZonedDateTime time = second.atZone(ZoneId.systemDefault());
        return second.getEpochSecond() + " " + ZONE.format(time);
    }

    private static String commit(Desk desk, Author author, Git git, String tree, Instant second) {
        String date = date(second);
        List<String> command = new ArrayList<>(List.of("commit-tree", tree, "-m", "comfort capture"));
        if (desk.head() != null) {
            command.add("-p");
            command.add(desk.head());
        }
        return git.with("GIT_AUTHOR_NAME", author.name())
                .with("GIT_AUTHOR_EMAIL", author.email())
                .with("GIT_AUTHOR_DATE", date)
                .with("GIT_COMMITTER_NAME", author.name())
                .with("GIT_COMMITTER_EMAIL", author.email())
                .with("GIT_COMMITTER_DATE", date)
                .must(command.toArray(String[]::new))
                .text();
    }
}
