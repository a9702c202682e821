package io.comfortcommit.cli.client;

import io.comfortcommit.cli.terminal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The server that this user paired with, in {@code comfort-commit/paired.json} of the user's configuration; nobody else can
 * read it. It counts before the server that {@code up} started here.
 */
public final class Paired {
    static final String FILE = "paired.json";

    private final Path file;

    private Paired(Path file) {
        this.file = file;
    }

    public static Paired in(Map<String, String> environment) {
        return new Paired(ServerLocation.configuration(environment).resolve(FILE));
    }

    public void keep(URI url, String token) {
        byte[] text = (Json.text(Json.object().put("url", url.toString()).put("token", token)) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        Path fresh = file.resolveSibling(FILE + "." + UUID.randomUUID());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (SeekableByteChannel channel = Files.newByteChannel(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onlyOurs())) {
                channel.write(ByteBuffer.wrap(text));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the first byte on. Where there are no such permissions, the folder is the user's own. */
    private static FileAttribute<?>[] onlyOurs() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** @return whether there was one */
    public boolean forget() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
