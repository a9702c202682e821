package io.comfortcommit.cli.lane;

import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.LaneId;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The snapshots of a repository's desks, in {@code comfort/} of its git folder: {@code objects/<capture>} holds what a
 * capture wrote, {@code lanes/<lane>.json} which captures the server took. The repository's own objects stay untouched,
 * and its garbage collection does not see ours.
 */
public final class Snapshots {
    /** Objects of a capture that never came to an end, for as long as it could still be running. */
    private static final Duration LONGEST_CAPTURE = Duration.ofDays(1);

    private final Path folder;
    private final Path repositoryObjects;
    private final InstantSource clock;

    public Snapshots(Desk desk, InstantSource clock) {
        this.folder = desk.commonFolder().resolve("comfort");
        this.repositoryObjects = desk.objects();
        this.clock = clock;
    }

    /** A new folder for what a capture writes. */
    public Path objectsOf(String captureId) {
        Path objects = folder.resolve("objects").resolve(captureId);
        try {
            return Files.createDirectories(objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new folder for files of a moment; to be removed with {@link #remove}. */
    public Path temporaryFolder() {
        try {
            Files.createDirectories(folder);
            return Files.createTempDirectory(folder, "tmp-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Git that writes objects into one folder, and reads the repository's too. */
    public Git writing(Git git, Path objects) {
        return writing(git, objects, Optional.empty());
    }

    /** Git that reads the repository's objects and those of some captures. */
    public Git reading(Git git, List<Kept> captures) {
        List<String> folders = captures.stream()
                .map(this::objects)
                .filter(Files::isDirectory)
                .map(Snapshots::quoted)
                .toList();
        return folders.isEmpty()
                ? git
                : git.with("GIT_ALTERNATE_OBJECT_DIRECTORIES", String.join(File.pathSeparator, folders));
    }

    /** The same, with the objects of an earlier capture to read. */
    public Git writing(Git git, Path objects, Optional<Kept> earlier) {
        List<String> folders = new ArrayList<>();
        folders.add(quoted(repositoryObjects));
        earlier.ifPresent(kept -> folders.add(quoted(objects(kept))));
        return git.with("GIT_OBJECT_DIRECTORY", objects.toString())
                .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", String.join(File.pathSeparator, folders));
    }

    /** As git reads the variable: in quotes where the separator is part of the path. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.contains(File.pathSeparator) || text.startsWith("\"")
                ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : text;
    }

    /** Captures of a lane, oldest first. */
    public List<Kept> of(LaneId lane) {
        return read(file(lane));
    }

    /** The newest capture of a lane, if its objects are still here. */
    public Optional<Kept> last(LaneId lane) {
        List<Kept> kept = of(lane);
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast()).filter(this::isHere);
    }

    /** Whether the objects of a capture are still here. */
    public boolean isHere(Kept capture) {
        return Files.isDirectory(objects(capture));
    }

    /** Puts a capture at the end of its lane. */
    public void append(LaneId lane, Kept capture) {
        update(lane, kept -> {
            List<Kept> longer = new ArrayList<>(kept);
            longer.add(capture);
            return longer;
        });
    }

    /** Forgets captures of a lane, with their objects. */
    public void forget(LaneId lane, Predicate<Kept> which) {
        update(lane, kept -> {
            kept.stream().filter(which).forEach(gone -> remove(objects(gone)));
            return kept.stream().filter(which.negate()).toList();
        });
    }

    private Path objects(Kept capture) {
        return folder.resolve("objects").resolve(capture.captureId());
    }

    private void update(LaneId lane, Update update) {
        try {
            Path file = file(lane);
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid()) {
                    write(file, update.of(read(file)));
                    removeUnused();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Update {
        List<Kept> of(List<Kept> kept);
    }

    private Path file(LaneId lane) {
        return folder.resolve("lanes").resolve(lane + ".json");
    }

    private static List<Kept> read(Path file) {
        List<Kept> kept = new ArrayList<>();
        try {
            Json.parse(Files.readAllBytes(file)).path("captures").forEach(capture -> kept.add(Kept.of(capture)));
        } catch (NoSuchFileException nothingYet) {
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException damaged) {
            // Only sync misses it; the server has the captures.
            return kept;
        }
        return kept;
    }

    private static void write(Path file, List<Kept> kept) throws IOException {
        ObjectNode json = Json.object();
        json.set("captures", Json.of(kept.stream().map(Kept::json).toList()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, json + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void removeUnused() throws IOException {
        Set<String> used = new HashSet<>();
        try (DirectoryStream<Path> lanes = Files.newDirectoryStream(folder.resolve("lanes"), "*.json")) {
            lanes.forEach(lane -> read(lane).forEach(kept -> used.add(kept.captureId())));
        }
        removeOld(folder.resolve("objects"), "*", used);
        removeOld(folder, "tmp-*", Set.of());
    }

    /** What a capture left behind that was killed. */
    private void removeOld(Path parent, String names, Set<String> used) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        FileTime oldest = FileTime.from(clock.instant().minus(LONGEST_CAPTURE));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, names)) {
            for (Path each : folders) {
                boolean running = Files.getLastModifiedTime(each).compareTo(oldest) > 0;
                if (!used.contains(String.valueOf(each.getFileName())) && !running) {
                    remove(each);
                }
            }
        }
    }
}
