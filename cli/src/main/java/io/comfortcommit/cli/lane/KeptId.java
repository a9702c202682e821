package io.comfortcommit.cli.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Supplier;

/** An id that a folder keeps: written once, read ever after. */
final class KeptId {
    private KeptId() {}

    /** @param fresh the id where there is none yet */
    static UUID keptIn(Path file, Supplier<UUID> fresh) {
        try {
            return read(file);
        } catch (NoSuchFileException firstTime) {
            return write(file, fresh.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UUID write(Path file, UUID id) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "id-", null);
            try {
                Files.writeString(temporary, id + "\n");
                // A link is made by one of two processes, never by both.
                Files.createLink(file, temporary);
            } catch (FileAlreadyExistsException anotherWasFaster) {
                return read(file);
            } catch (UnsupportedOperationException noLinksHere) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UUID read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException damaged) {
            throw new IOException(file + " holds no id; remove it", damaged);
        }
    }
}
