package io.comfortcommit.messages.chain;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What one leaf of the chain stands for, byte by byte as it is stored. Nothing in it is read or decrypted: an event that
 * nobody understands is a leaf as well, and erasing a person (whose data is encrypted in it) changes none.
 *
 * @param kind {@code event} or {@code action}
 * @param id of the event or action itself
 * @param stream the aggregate that an event belongs to, and its type
 * @param sequence its place in the stream
 * @param name the stored name, with its revision
 * @param time as it is stored
 */
public record Leaf(
        String kind,
        String id,
        @Nullable String stream,
        @Nullable String streamType,
        @Nullable Long sequence,
        String name,
        @Nullable String revision,
        String time,
        byte @Nullable [] metaData,
        byte[] payload) {
    public static final String EVENT = "event";
    public static final String ACTION = "action";

    /** Says which form the bytes have, so that there can be another one. */
    private static final String FORM = "comfort-commit leaf 1";

    private static final int NOT_THERE = -1;

    public Hash hash() {
        return Hash.ofLeaf(bytes());
    }

    /**
     * What is hashed: each field with its length before it (four bytes, the highest first; −1 where there is none), so that
     * no two leaves have the same bytes. Texts are in UTF-8, the sequence is written in decimal.
     */
    byte[] bytes() {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(256 + payload.length + (metaData == null ? 0 : metaData.length));
        add(bytes, FORM);
        add(bytes, kind);
        add(bytes, id);
        add(bytes, stream);
        add(bytes, streamType);
        add(bytes, sequence == null ? null : sequence.toString());
        add(bytes, name);
        add(bytes, revision);
        add(bytes, time);
        add(bytes, metaData);
        add(bytes, payload);
        return bytes.toByteArray();
    }

    private static void add(ByteArrayOutputStream bytes, @Nullable String text) {
        add(bytes, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(ByteArrayOutputStream bytes, byte @Nullable [] field) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt(field == null ? NOT_THERE : field.length)
                .array());
        if (field != null) {
            bytes.writeBytes(field);
        }
    }
}
