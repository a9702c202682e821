package io.comfortcommit.cli.lane;

import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.LaneId;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The snapshots of a repository's desks, in {@code comfort/} of its git folder: {@code objects/<capture>} holds what a
 * capture wrote, {@code spool/<capture>.json} what waits to be sent, {@code lanes/<lane>.json} which captures the server
 * took. The editors keep them in the same way. The repository's own objects stay untouched, and its garbage collection
 * does not see ours.
 */
public final class Snapshots {
    /** Objects of a capture that never came to an end, for as long as it could still be running. */
    private static final Duration LONGEST_CAPTURE = Duration.ofDays(1);

    private static final Duration LOCK = Duration.ofSeconds(10);

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
        try {
            return Files.createDirectories(objects(captureId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- what waits

    /** Keeps it until the server has it. On the disk when this returns; the name sorts by the time of the capture. */
    public void spool(Waiting waiting) {
        Path file = spooled(waiting.captureId());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap((Json.text(waiting.json()) + "\n").getBytes(StandardCharsets.UTF_8));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What waits to be sent, oldest first. */
    public List<Waiting> waiting() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> spool = Files.newDirectoryStream(folder.resolve("spool"), "*.json")) {
            spool.forEach(files::add);
        } catch (NoSuchFileException nothingYet) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(Comparator.comparing(file -> String.valueOf(file.getFileName())));
        List<Waiting> waiting = new ArrayList<>();
        for (Path file : files) {
            try {
                Waiting.of(Json.parse(Files.readAllBytes(file))).ifPresent(waiting::add);
            } catch (IOException | JacksonException sentInThisMoment) {
                continue;
            }
        }
        return waiting;
    }

    /**
     * An id that sorts behind all that waits, whatever the clock did: version 7 of RFC 9562.
     *
     * @param random the rest of it
     */
    public String nextId(UUID random) {
        long millis = clock.millis();
        List<Waiting> waiting = waiting();
        if (!waiting.isEmpty()) {
            long newest = UUID.fromString(waiting.getLast().captureId()).getMostSignificantBits() >>> 16;
            millis = Math.max(millis, newest + 1);
        }
        long most = millis << 16 | 0x7000 | random.getMostSignificantBits() & 0xfff;
        long least = random.getLeastSignificantBits() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(most, least).toString();
    }

    /** Ends the wait of a capture that the server has. */
    public void sent(Waiting waiting) {
        delete(spooled(waiting.captureId()));
    }

    /** Forgets a capture that nobody will take. */
    public void drop(Waiting waiting) {
        delete(spooled(waiting.captureId()));
        remove(objects(waiting.captureId()));
    }

    /** Only one process sends at a time, so that captures arrive in order. Empty if another one keeps on sending. */
    public Optional<Held> sending(Duration patience) {
        return Held.of(folder.resolve("spool").resolve("sending.lock"), patience);
    }

    private Path spooled(String captureId) {
        return folder.resolve("spool").resolve(captureId + ".json");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- objects

    /** A new folder for files of a moment; to be removed with {@link #remove}. */
    public Path temporaryFolder() {
        try {
            Files.createDirectories(folder);
            // The JDK's own temporary names want a secure random number, which takes longer than a git process.
            String name = "tmp-" + ProcessHandle.current().pid() + "-";
            for (long number = System.nanoTime(); ; number++) {
                Path fresh = folder.resolve(name + Long.toUnsignedString(number, Character.MAX_RADIX));
                try {
                    return Files.createDirectory(fresh);
                } catch (FileAlreadyExistsException another) {
                    continue;
                }
            }
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

    /** Git that reads the repository's objects and those of some captures. */
    public Git reading(Git git, List<Kept> captures) {
        List<String> folders = captures.stream()
                .map(kept -> objects(kept.captureId()))
                .filter(Files::isDirectory)
                .map(Snapshots::quoted)
                .toList();
        return folders.isEmpty()
                ? git
                : git.with("GIT_ALTERNATE_OBJECT_DIRECTORIES", String.join(File.pathSeparator, folders));
    }

    /** Git that writes objects into one capture's folder, and reads the repository's and those of an earlier capture. */
    public Git writing(Git git, String captureId, Optional<Kept> earlier) {
        List<String> folders = new ArrayList<>();
        folders.add(quoted(repositoryObjects));
        earlier.ifPresent(kept -> folders.add(quoted(objects(kept.captureId()))));
        return git.with("GIT_OBJECT_DIRECTORY", objects(captureId).toString())
                .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", String.join(File.pathSeparator, folders));
    }

    /** As git reads the variable: in quotes where the separator is part of the path. */
    public static String quoted(Path path) {
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
        return isHere(capture.captureId());
    }

    public boolean isHere(String captureId) {
        return Files.isDirectory(objects(captureId));
    }

    /** Where what a capture wrote lies, if it is still here. */
    public Path written(String captureId) {
        return objects(captureId);
    }

    /** The repository's own objects. */
    public Path repositoryObjects() {
        return repositoryObjects;
    }

    /** All that is ours in the git folder. */
    public Path folder() {
        return folder;
    }

    /** The draft that the server made of a capture, as far as the desk knows. */
    public Optional<String> draftOf(Waiting waiting) {
        return of(waiting.lane()).stream()
                .filter(kept -> kept.captureId().equals(waiting.captureId()))
                .map(Kept::draftId)
                .findFirst();
    }

    /** Puts a capture at the end of its lane, once. */
    public void append(LaneId lane, Kept capture) {
        update(lane, kept -> {
            List<Kept> longer = new ArrayList<>(kept);
            longer.removeIf(each -> each.captureId().equals(capture.captureId()));
            longer.add(capture);
            return longer;
        });
    }

    /** Takes captures off a lane, and moves their objects to another folder of the same disk. */
    public void setAside(LaneId lane, List<Kept> captures, Path to) {
        update(lane, kept -> {
            captures.forEach(capture -> move(objects(capture.captureId()), to.resolve(capture.captureId())));
            return kept.stream().filter(each -> !captures.contains(each)).toList();
        });
    }

    /** Takes {@link #setAside} back. */
    public void putBack(LaneId lane, List<Kept> captures, Path from) {
        update(lane, kept -> {
            captures.forEach(capture -> move(from.resolve(capture.captureId()), objects(capture.captureId())));
            List<Kept> all = new ArrayList<>(captures);
            kept.stream().filter(each -> !captures.contains(each)).forEach(all::add);
            return all;
        });
    }

    private static void move(Path from, Path to) {
        try {
            if (Files.isDirectory(from)) {
                Files.createDirectories(to.toAbsolutePath().getParent());
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets captures of a lane, with their objects. */
    public void forget(LaneId lane, Predicate<Kept> which) {
        update(lane, kept -> {
            kept.stream().filter(which).forEach(gone -> remove(objects(gone.captureId())));
            return kept.stream().filter(which.negate()).toList();
        });
    }

    private Path objects(String captureId) {
        return folder.resolve("objects").resolve(captureId);
    }

    private void update(LaneId lane, Update update) {
        try {
            Path file = file(lane);
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Held held = Held.of(folder.resolve("lanes.lock"), LOCK)
                    .orElseThrow(() -> new IOException(folder.resolve("lanes.lock") + " is held"))) {
                write(file, update.of(read(file)));
                removeUnused();
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
        ArrayNode captures = json.putArray("captures");
        kept.forEach(capture -> captures.add(capture.json()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, Json.text(json) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void removeUnused() throws IOException {
        Set<String> used = new HashSet<>();
        waiting().forEach(waiting -> used.add(waiting.captureId()));
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
