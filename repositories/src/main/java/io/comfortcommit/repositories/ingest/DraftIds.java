package io.comfortcommit.repositories.ingest;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.CaptureOrder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The draft of a capture. Follows from the capture, so that a capture that is sent again after a crash finds what was
 * pinned for it before.
 */
final class DraftIds {
    private DraftIds() {}

    /** A UUIDv7 (RFC 9562): milliseconds of the capture, then a hash in the place of randomness. */
    static DraftId of(CaptureOrder order) {
        ByteBuffer hash = ByteBuffer.wrap(
                sha256(order.caller() + " " + order.repositoryId() + " " + order.captureId() + " " + order.snapshot()));
        long high = (order.capturedAt().toEpochMilli() << 16) | 0x7000 | (hash.getLong() & 0x0fff);
        long low = (hash.getLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new DraftId(new UUID(high, low));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
