package io.comfortcommit.repositories;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;

/** Packs that git would not make, by gitformat-pack(5). */
final class PackByHand {
    static final int COMMIT = 1;
    static final int TREE = 2;
    static final int BLOB = 3;
    static final int TAG = 4;
    static final int OFS_DELTA = 6;
    static final int REF_DELTA = 7;

    private final ByteArrayOutputStream objects = new ByteArrayOutputStream();
    private final List<Integer> offsets = new ArrayList<>();

    /** @return the object's id */
    String add(int type, byte[] content) {
        header(type, content.length);
        deflate(content);
        String name = switch (type) {
            case COMMIT -> "commit";
            case TREE -> "tree";
            case TAG -> "tag";
            default -> "blob";
        };
        return idOf(name, content);
    }

    /** Says another size than the content has. */
    PackByHand addLying(int type, long size, byte[] content) {
        header(type, size);
        deflate(content);
        return this;
    }

    /** @param base index of an object in this pack */
    PackByHand addDelta(int base, byte[] delta) {
        int offset = 12 + objects.size();
        int back = offset - offsets.get(base);
        header(OFS_DELTA, delta.length);
        byte[] encoded = new byte[10];
        int at = encoded.length - 1;
        encoded[at] = (byte) (back & 0x7f);
        for (int rest = back >> 7; rest != 0; rest >>= 7) {
            rest--;
            encoded[--at] = (byte) (0x80 | (rest & 0x7f));
        }
        objects.write(encoded, at, encoded.length - at);
        deflate(delta);
        return this;
    }

    PackByHand addDelta(String base, byte[] delta) {
        header(REF_DELTA, delta.length);
        objects.writeBytes(HexFormat.of().parseHex(base));
        deflate(delta);
        return this;
    }

    int count() {
        return offsets.size();
    }

    byte[] pack() {
        return pack(count());
    }

    /** Says another count than there are. */
    byte[] pack(int count) {
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        pack.writeBytes("PACK".getBytes(StandardCharsets.US_ASCII));
        pack.writeBytes(int32(2));
        pack.writeBytes(int32(count));
        pack.writeBytes(objects.toByteArray());
        pack.writeBytes(sha1(pack.toByteArray()));
        return pack.toByteArray();
    }

    byte[] bundle(String snapshot, String... prerequisites) {
        return bundle(pack(), snapshot, prerequisites);
    }

    static byte[] bundle(byte[] pack, String snapshot, String... prerequisites) {
        StringBuilder header = new StringBuilder("# v2 git bundle\n");
        for (String prerequisite : prerequisites) {
            header.append('-').append(prerequisite).append(" subject\n");
        }
        header.append(snapshot).append(" refs/comfort/capture\n\n");
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        bundle.writeBytes(header.toString().getBytes(StandardCharsets.UTF_8));
        bundle.writeBytes(pack);
        return bundle.toByteArray();
    }

    /** A delta that inserts {@code text}, at most 127 bytes, and takes nothing from its base. */
    static byte[] inserting(long baseSize, byte[] text) {
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        varint(delta, baseSize);
        varint(delta, text.length);
        delta.write(text.length);
        delta.writeBytes(text);
        return delta.toByteArray();
    }

    /** A delta of a few bytes that copies a base of 64 KiB over and over. */
    static byte[] copying(long baseSize, int times) {
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        varint(delta, baseSize);
        varint(delta, times * 0x10000L);
        for (int i = 0; i < times; i++) {
            delta.write(0x80); // offset 0; size 0 stands for 64 KiB
        }
        return delta.toByteArray();
    }

    static byte[] tree(String... entries) {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        for (String entry : entries) {
            int id = entry.lastIndexOf(' ');
            tree.writeBytes(entry.substring(0, id).getBytes(StandardCharsets.UTF_8));
            tree.write(0);
            tree.writeBytes(HexFormat.of().parseHex(entry.substring(id + 1)));
        }
        return tree.toByteArray();
    }

    static byte[] commit(String tree, String... parents) {
        StringBuilder text = new StringBuilder("tree " + tree + "\n");
        for (String parent : parents) {
            text.append("parent ").append(parent).append('\n');
        }
        text.append("author A <a@example.org> 1793527200 +0000\n");
        text.append("committer A <a@example.org> 1793527200 +0000\n\ncapture\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String idOf(String type, byte[] content) {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.writeBytes((type + " " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        object.writeBytes(content);
        return HexFormat.of().formatHex(sha1(object.toByteArray()));
    }

    private void header(int type, long size) {
        offsets.add(12 + objects.size());
        int first = (type << 4) | (int) (size & 15);
        long rest = size >>> 4;
        while (rest != 0) {
            objects.write(first | 0x80);
            first = (int) (rest & 0x7f);
            rest >>>= 7;
        }
        objects.write(first);
    }

    private void deflate(byte[] content) {
        Deflater deflater = new Deflater();
        deflater.setInput(content);
        deflater.finish();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            objects.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static byte[] int32(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
