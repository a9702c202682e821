package io.comfortcommit.cli.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that one process can make and no other at the same time; it names the process. Node has no file locks, and the
 * editors keep to the same files. What a killed process left is taken over.
 */
public final class Held implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(25);
    /** Nobody holds one for longer without {@link #renew}; the number may be another process's by now. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Path file;

    private Held(Path file) {
        this.file = file;
    }

    /** @return empty if another process still holds it after all that time */
    static Optional<Held> of(Path file, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            while (!taken(file)) {
                if (System.nanoTime() > until) {
                    return Optional.empty();
                }
                Thread.sleep(PAUSE);
            }
            return Optional.of(new Held(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Says that it is still needed. */
    public void renew() {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException gone) {
            // Somebody took it over, since this took so long; all that is done under it bears to be done twice.
        }
    }

    private static boolean taken(Path file) throws IOException {
        byte[] own = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            Files.write(file, own, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException held) {
            String holder = content(file);
            if (holder != null && isLeft(file, holder)) {
                remove(file, holder);
            }
            return false;
        }
    }

    private static boolean isLeft(Path file, String holder) {
        try {
            if (Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(Instant.now().minus(LONGEST))) {
                return true;
            }
            // A file without a number is being written in this moment.
            return !holder.isEmpty()
                    && ProcessHandle.of(Long.parseLong(holder))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty();
        } catch (IOException | NumberFormatException goneByItself) {
            return false;
        }
    }

    /** By renaming: of two that saw it left behind, the slower one must not remove what the faster one made. */
    private static void remove(Path file, String holder) throws IOException {
        Path aside = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.move(file, aside);
            if (!holder.equals(content(aside))) {
                Files.createLink(file, aside);
            }
        } catch (NoSuchFileException | FileAlreadyExistsException another) {
            return;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static @Nullable String content(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
