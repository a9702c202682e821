package io.comfortcommit.standalone.backup;

import io.comfortcommit.standalone.refusal.CannotStartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed hash of all of a backup that stands before it, as the archive's comment: in its last bytes. What was cut off, added
 * or changed anywhere shows at once; and who has a backup and not the secrets can't make another one that would be restored.
 */
final class Seal {
    /** Takes its place until all is written. */
    static final String PLACE = "0".repeat(64);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BUFFER = 1 << 16;

    private final SecretKeySpec key;

    private Seal(SecretKeySpec key) {
        this.key = key;
    }

    /** @throws CannotStartException if there is no master key */
    static Seal of(Path secrets) {
        return new Seal(new SecretKeySpec(
                mac(new SecretKeySpec(bytes(BackupSecrets.read(secrets, BackupSecrets.MASTER_KEY)), ALGORITHM))
                        .doFinal(bytes("comfort-commit backup seal 1")),
                ALGORITHM));
    }

    /** @param file has its place at its end */
    void put(FileChannel file) throws IOException {
        long end = file.size() - PLACE.length();
        ByteBuffer seal = ByteBuffer.wrap(bytes(over(file, end)));
        while (seal.hasRemaining()) {
            file.write(seal, end + seal.position());
        }
    }

    boolean isOn(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = channel.size() - PLACE.length();
            if (end < 0) {
                return false;
            }
            ByteBuffer seal = ByteBuffer.allocate(PLACE.length());
            fill(seal, channel, end);
            return MessageDigest.isEqual(seal.array(), bytes(over(channel, end)));
        }
    }

    private String over(FileChannel file, long end) throws IOException {
        Mac mac = mac(key);
        ByteBuffer part = ByteBuffer.allocate(BUFFER);
        for (long at = 0; at < end; at += part.limit()) {
            part.clear().limit((int) Math.min(BUFFER, end - at));
            fill(part, file, at);
            mac.update(part.flip());
        }
        return HexFormat.of().formatHex(mac.doFinal());
    }

    private static void fill(ByteBuffer part, FileChannel file, long from) throws IOException {
        while (part.hasRemaining()) {
            if (file.read(part, from + part.position()) < 0) {
                throw new IOException("the file gets shorter");
            }
        }
    }

    static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
