package io.comfortcommit.cli.agent;

import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.lane.Waiting;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.CaptureMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/**
 * The drafts that a repository's agents are to push, in {@code comfort/agent/} of its git folder, one file each. What was
 * written is on the disk, also after a loss of power: a push must not be done that nobody would remember.
 */
public final class AgentRecords {
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("xx", Locale.ROOT);
    private static final String JSON = ".json";

    private final Path folder;

    public AgentRecords(Snapshots snapshots) {
        this.folder = snapshots.folder().resolve("agent");
    }

    /** Names the repository as an agent; always the same. */
    UUID agentId(Supplier<UUID> fresh) {
        Path file = folder.resolve("id");
        try {
            return UUID.fromString(Files.readString(file).strip());
        } catch (NoSuchFileException firstTime) {
            UUID id = fresh.get();
            write(file, id + "\n");
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it while no other agent of this repository does; waits for those that are at it. */
    <T> T alone(Supplier<T> work) {
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("the agents' lock was lost");
                }
                return work.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Oldest capture first. */
    List<AgentRecord> all() {
        List<AgentRecord> records = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + JSON)) {
            files.forEach(file -> read(file).ifPresent(records::add));
        } catch (NoSuchFileException nothingYet) {
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Their ids are in the order of captures; times are whole seconds, and two may share one.
        records.sort(Comparator.comparing(AgentRecord::captureId));
        return records;
    }

    /** Remembers a capture that the server left to this machine. */
    public void add(String draftId, Waiting waiting) {
        Instant capturedAt = Instant.parse(waiting.capturedAt());
        write(new AgentRecord(
                draftId,
                waiting.captureId(),
                waiting.lane().toString(),
                waiting.remote().name(),
                waiting.branch(),
                waiting.snapshot(),
                waiting.base(),
                waiting.mode() == CaptureMode.INDEX,
                waiting.author().name(),
                waiting.author().email(),
                capturedAt.getEpochSecond() + " " + ZONE.format(capturedAt.atZone(ZoneId.systemDefault())),
                capturedAt,
                null,
                List.of(),
                null,
                false));
    }

    Optional<AgentRecord> find(String draftId) {
        return read(file(draftId));
    }

    void write(AgentRecord record) {
        write(file(record.draftId()), record.json() + "\n");
    }

    void remove(AgentRecord record) {
        try {
            Files.deleteIfExists(file(record.draftId()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String draftId) {
        return folder.resolve(UUID.fromString(draftId) + JSON);
    }

    private static Optional<AgentRecord> read(Path file) {
        try {
            return Optional.of(AgentRecord.of(Json.parse(Files.readAllBytes(file))));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException | NullPointerException damaged) {
            throw new UncheckedIOException(new IOException(file + " is damaged", damaged));
        }
    }

    /** A file is only found again if its folder is on the disk too; not every system lets a folder be opened for that. */
    private void force() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException notHere) {
            return;
        }
    }

    private void write(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
