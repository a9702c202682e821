package io.comfortcommit.gateway.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** A body as it was received, byte for byte, on disk until it is known whose it is. May be abandoned at any moment. */
final class SpooledBody {
    private final FileChannel file;
    private final MessageDigest sha256 = sha256Digest();
    private final List<Consumer<ByteBuffer>> listeners;
    private boolean abandoned;
    private long size;

    /** @param listeners see all of it, in order, before it is known to be whole */
    SpooledBody(FileChannel file, List<Consumer<ByteBuffer>> listeners) {
        this.file = file;
        this.listeners = List.copyOf(listeners);
    }

    synchronized void append(byte[] bytes) {
        if (abandoned) {
            return;
        }
        sha256.update(bytes);
        listeners.forEach(listener -> listener.accept(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a delivery can't be spooled", e);
        }
        size += bytes.length;
    }

    synchronized long size() {
        return size;
    }

    /** SHA-256 in hexadecimal. To be asked once. */
    synchronized String digest() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** From its begin. */
    InputStream content() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int read = file.read(ByteBuffer.wrap(into, offset, length), position);
                position += Math.max(read, 0);
                return read;
            }
        };
    }

    synchronized void abandon() {
        abandoned = true;
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a delivery can't be closed", e);
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
