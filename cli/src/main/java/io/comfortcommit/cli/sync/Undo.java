package io.comfortcommit.cli.sync;

import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.Refusals;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.git.GitPath;
import io.comfortcommit.cli.lane.Kept;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.sync.TreeEntry.Difference;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.LaneId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What takes the newest sync of a work tree back: the bytes of the index and of each file that is written, where the branch
 * was, and the captures that the sync was done with. Kept in {@code comfort/undo} of the work tree's git folder, and complete
 * there before the sync writes anything.
 */
final class Undo {
    private static final LinkOption AS_IT_IS = LinkOption.NOFOLLOW_LINKS;

    private final Path folder;
    private final ObjectNode journal;

    private Undo(Path folder, ObjectNode journal) {
        this.folder = folder;
        this.journal = journal;
    }

    private static Path folder(Desk desk) {
        return desk.gitFolder().resolve("comfort").resolve("undo");
    }

    // --- before the sync

    /**
     * Saves what will be written.
     *
     * @param index a copy of the author's; not there where there is none
     * @param foreign the files that will be written, and how they will be
     */
    static Undo prepare(
            Desk desk, Path index, String pushed, Map<GitPath, Difference> foreign, @Nullable String backup) {
        Path folder = folder(desk);
        ObjectNode journal = Json.object()
                .put("branch", desk.onBranch())
                .put("from", desk.head())
                .put("to", pushed)
                .put("backup", backup);
        ArrayNode files = journal.putArray("files");
        try {
            Snapshots.remove(folder);
            Files.createDirectories(folder);
            if (Files.exists(index)) {
                Files.copy(index, folder.resolve("index"), StandardCopyOption.COPY_ATTRIBUTES);
            }
            for (Map.Entry<GitPath, Difference> change : foreign.entrySet()) {
                if (change.getValue().inSubmodule()) {
                    continue;
                }
                ObjectNode file = files.addObject()
                        .put("path", change.getKey().raw())
                        .put("mode", change.getValue().after().mode())
                        .put("id", change.getValue().after().id());
                Optional<Path> there = change.getKey().under(desk.root()).filter(Undo::isFile);
                if (there.isPresent()) {
                    String name = "file-" + files.size();
                    Files.copy(there.get(), folder.resolve(name), StandardCopyOption.COPY_ATTRIBUTES, AS_IT_IS);
                    file.put("saved", name);
                }
            }
            Undo undo = new Undo(folder, journal);
            undo.write();
            return undo;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFile(Path path) {
        return Files.exists(path, AS_IT_IS) && !Files.isDirectory(path, AS_IT_IS);
    }

    /** The sync is over; from now on what is staged is compared with what it left. */
    void done(Git git) {
        journal.put("index", staged(git));
        write();
    }

    /** The captures that the sync was done with are put aside instead of being forgotten. */
    static void setAside(Desk desk, Snapshots snapshots, LaneId lane, List<Kept> captures) {
        read(desk).ifPresent(undo -> {
            undo.journal.put("lane", lane.toString());
            ArrayNode kept = undo.journal.putArray("captures");
            captures.forEach(capture -> kept.add(capture.json()));
            undo.write();
        });
        snapshots.setAside(lane, captures, folder(desk));
    }

    private void write() {
        try {
            Path fresh = folder.resolve("journal.new");
            Files.writeString(fresh, Json.text(journal) + "\n");
            Files.move(
                    fresh,
                    folder.resolve("journal.json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Undo> read(Desk desk) {
        Path folder = folder(desk);
        try {
            return Json.parse(Files.readAllBytes(folder.resolve("journal.json"))) instanceof ObjectNode journal
                    ? Optional.of(new Undo(folder, journal))
                    : Optional.empty();
        } catch (IOException | JacksonException noneThere) {
            return Optional.empty();
        }
    }

    // --- taking it back

    /**
     * @param desk with the index locked
     * @throws Failure where something happened since that this would lose; nothing was changed then
     */
    static Synced.Undone run(Desk desk, IndexMove index, Snapshots snapshots) {
        Undo undo = read(desk).orElseThrow(() -> Failure.of(Problem.SYNC_NOTHING_TO_UNDO));
        return undo.takeBack(desk, index, snapshots);
    }

    private Synced.Undone takeBack(Desk desk, IndexMove index, Snapshots snapshots) {
        String from = Json.text(journal, "from");
        String to = required("to");
        boolean cutOff = Objects.equals(desk.head(), from) && !journal.has("index");
        if (!desk.onBranch().equals(required("branch")) || !(to.equals(desk.head()) || cutOff)) {
            throw Failure.of(Problem.SYNC_UNDO_MOVED, required("branch"), to);
        }
        List<GitPath> changed = new ArrayList<>();
        for (JsonNode file : journal.path("files")) {
            if (!isAsLeft(desk, file)) {
                changed.add(path(file));
            }
        }
        if (!changed.isEmpty()) {
            throw Failure.of(Problem.SYNC_UNDO_CHANGED, Refusals.named(changed))
                    .with("files", changed.stream().map(GitPath::toString).toList());
        }
        String staged = Json.text(journal, "index");
        if (staged != null && !staged.equals(staged(desk.git()))) {
            throw Failure.of(Problem.SYNC_UNDO_STAGED);
        }
        List<GitPath> restored = new ArrayList<>();
        for (JsonNode file : journal.path("files")) {
            restore(desk, file);
            restored.add(path(file));
        }
        Path saved = folder.resolve("index");
        if (Files.exists(saved)) {
            index.install(saved);
        } else {
            index.removeIndex();
        }
        if (!cutOff) {
            moveBranchBack(desk, from, to);
        }
        putCapturesBack(snapshots);
        Snapshots.remove(folder);
        return new Synced.Undone(desk.onBranch(), to, from, restored);
    }

    /** As the sync left it, or as it was before. */
    private boolean isAsLeft(Desk desk, JsonNode file) {
        Optional<Path> place = path(file).under(desk.root());
        TreeEntry after =
                new TreeEntry(file.path("mode").asString(), file.path("id").asString());
        String saved = Json.text(file, "saved");
        if (place.isEmpty()) {
            return true;
        }
        Path there = place.get();
        if (!Files.exists(there, AS_IT_IS)) {
            return after.nothing() || saved == null;
        }
        return !Files.isDirectory(there, AS_IT_IS)
                && (hash(desk, there).equals(after.id()) || saved != null && isSame(there, folder.resolve(saved)));
    }

    private static String hash(Desk desk, Path file) {
        if (!Files.isSymbolicLink(file)) {
            return desk.git()
                    .must("hash-object", "--", desk.root().relativize(file).toString())
                    .text();
        }
        return desk.git()
                .mustFeed(target(file).getBytes(StandardCharsets.UTF_8), "hash-object", "--stdin")
                .text();
    }

    private static boolean isSame(Path one, Path other) {
        try {
            if (Files.isSymbolicLink(one) || Files.isSymbolicLink(other)) {
                return Files.isSymbolicLink(one)
                        && Files.isSymbolicLink(other)
                        && target(one).equals(target(other));
            }
            return Files.mismatch(one, other) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restore(Desk desk, JsonNode file) {
        Optional<Path> place = path(file).under(desk.root());
        String saved = Json.text(file, "saved");
        if (place.isEmpty()) {
            return;
        }
        Path there = place.get();
        try {
            if (saved != null) {
                Files.createDirectories(there.getParent());
                Path fresh = there.resolveSibling(".comfort-" + UUID.randomUUID());
                Files.copy(folder.resolve(saved), fresh, StandardCopyOption.COPY_ATTRIBUTES, AS_IT_IS);
                Files.move(fresh, there, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else if (Files.deleteIfExists(there)) {
                removeEmptyFolders(desk.root(), there.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeEmptyFolders(Path root, @Nullable Path from) throws IOException {
        for (Path each = from; each != null && !each.equals(root); each = each.getParent()) {
            try (var inside = Files.list(each)) {
                if (inside.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(each);
        }
    }

    private static void moveBranchBack(Desk desk, @Nullable String from, String to) {
        GitOutput moved = from == null
                ? desk.git().run("update-ref", "-d", "refs/heads/" + desk.onBranch(), to)
                : desk.git().run("update-ref", "-m", "comfort sync --undo", "HEAD", from, to);
        if (!moved.ok()) {
            throw Failure.of(Problem.SYNC_BRANCH_MOVED, Git.lastWords(moved.err()));
        }
    }

    private void putCapturesBack(Snapshots snapshots) {
        String lane = Json.text(journal, "lane");
        if (lane != null) {
            List<Kept> captures = new ArrayList<>();
            journal.path("captures").forEach(capture -> captures.add(Kept.of(capture)));
            snapshots.putBack(new LaneId(UUID.fromString(lane)), captures, folder);
        }
    }

    /** What the index has, without what git remembers of the files' times. */
    private static String staged(Git git) {
        return git.mustFeed(git.must("ls-files", "-s", "-t", "-z").out(), "hash-object", "--stdin")
                .text();
    }

    private static GitPath path(JsonNode file) {
        return new GitPath(file.path("path").asString());
    }

    private String required(String field) {
        return Objects.requireNonNullElse(Json.text(journal, field), "");
    }
}
