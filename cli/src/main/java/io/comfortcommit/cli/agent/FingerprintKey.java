package io.comfortcommit.cli.agent;

import io.comfortcommit.analysis.secrets.Finding;
import io.comfortcommit.cli.lane.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes names of secrets that never leave this machine: 128 bits of HMAC-SHA-256 under a key that does not either, so that the
 * server knows one again of which its author has said that it is none, and can't find out what it is.
 */
final class FingerprintKey {
    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int NAME_BYTES = 16;

    private final SecretKeySpec key;

    private FingerprintKey(byte[] key) {
        this.key = new SecretKeySpec(key, MAC);
    }

    /** The repository's own, made where there is none yet. */
    static FingerprintKey of(Snapshots snapshots) {
        Path file = snapshots.folder().resolve("fingerprint-key");
        try {
            return new FingerprintKey(read(file));
        } catch (NoSuchFileException firstTime) {
            try {
                write(file);
                return new FingerprintKey(read(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        byte[] key = Files.readAllBytes(file);
        if (key.length != BYTES) {
            throw new IOException(file + " holds no key; remove it");
        }
        return key;
    }

    private static void write(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        FileAttribute<?>[] mine =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (var channel =
                Files.newByteChannel(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
            channel.write(ByteBuffer.wrap(key));
        }
        try {
            // A link is made by one of two processes, never by both.
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException anotherWasFaster) {
            return;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** @param path of the file as it is in the repository; what a finding tells of it depends on the rest of its change */
    String of(Finding finding, String path, String secret) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] hash = mac.doFinal((finding.kind() + "\0" + path + "\0" + secret).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, NAME_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }
}
