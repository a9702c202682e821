package io.comfortcommit.repositories.ingest;

import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.mirror.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.NB;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a pack once before it is indexed, and holds nothing of it: how many objects, how large each becomes, how
 * deep its deltas go, and how much memory resolving them will take. Indexing comes after, when nothing can surprise it.
 * The format is gitformat-pack(5). Checksums and object ids are the indexer's to check.
 */
final class PackScan implements AutoCloseable {
    private static final int NO_BASE = -1;
    private static final int DELTA_SIZES = 20;
    private static final int CHECK_EVERY = 1024;

    private final InputStream in;
    private final IngestLimits limits;
    private final Deadline deadline;
    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[1 << 16];
    private final byte[] inflated = new byte[1 << 16];
    private int at;
    private int end;
    private long bufferStart;

    private int count;
    private long total;
    private long[] offsets = new long[64];
    /** Index of the object that a delta is against, or {@link #NO_BASE}. */
    private int[] bases = new int[64];
    /** Bytes of the object itself, deltas resolved. */
    private long[] sizes = new long[64];
    /** Bytes held while the object is made, beside itself and what it is against. */
    private long[] extra = new long[64];

    private int[] depths = new int[64];
    /** Objects against ids: by index. */
    private final Map<Integer, ObjectId> outside = new LinkedHashMap<>();

    /** @param in from the pack's first byte on */
    PackScan(InputStream in, IngestLimits limits, Deadline deadline) {
        this.in = in;
        this.limits = limits;
        this.deadline = deadline;
    }

    /** @throws RefusedException if a limit is exceeded, or the pack can't be read */
    void run() throws IOException {
        byte[] header = take(12);
        if (!Arrays.equals(header, 0, 4, Constants.PACK_SIGNATURE, 0, 4) || NB.decodeInt32(header, 4) != 2) {
            throw Refusal.corrupt("it holds no pack");
        }
        long objects = NB.decodeUInt32(header, 8);
        if (objects > limits.objects()) {
            throw Refusal.tooLarge("The change holds more than " + limits.objects() + " objects.");
        }
        for (long n = 0; n < objects; n++) {
            if (n % CHECK_EVERY == 0) {
                checkTime();
            }
            scanObject();
        }
        take(Constants.OBJECT_ID_LENGTH);
        if (at < end || fill()) {
            throw Refusal.corrupt("something follows its pack");
        }
    }

    /** Objects outside the pack that deltas are against. */
    Iterable<ObjectId> deltaBasesOutside() {
        return outside.values();
    }

    /**
     * The most bytes that JGit's indexer holds at a time. Going down a tree of deltas it holds each object that has
     * another child still to come, the object the delta is against, the delta and its result.
     *
     * @param sizeOutside of the objects that are not in the pack
     */
    long memory(SizeOf sizeOutside) throws IOException {
        int[] children = new int[count];
        for (int i = 0; i < count; i++) {
            if (bases[i] != NO_BASE) {
                children[bases[i]]++;
            }
        }
        long[] held = new long[count];
        long most = 0;
        for (int i = 0; i < count; i++) {
            int base = bases[i];
            if (base != NO_BASE) {
                held[i] = held[base] + (children[base] > 1 ? sizes[base] : 0);
                most = Math.max(most, held[i] + sizes[base] + extra[i]);
            } else {
                ObjectId id = outside.get(i);
                held[i] = id == null ? 0 : sizeOutside.bytes(id);
                most = Math.max(most, held[i] + extra[i]);
            }
        }
        return most;
    }

    /** Sizes of objects elsewhere, bytes. */
    @FunctionalInterface
    interface SizeOf {
        long bytes(ObjectId id) throws IOException;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void scanObject() throws IOException {
        long offset = position();
        int c = takeByte();
        int type = (c >> 4) & 7;
        long size = c & 15;
        for (int shift = 4; (c & 0x80) != 0; shift += 7) {
            if (shift > 53) {
                throw Refusal.tooLarge("A file of the change is too large.");
            }
            c = takeByte();
            size |= (long) (c & 0x7f) << shift;
        }
        checkSize(size);
        switch (type) {
            // blobs are streamed; commits, trees and tags are held whole
            case Constants.OBJ_BLOB -> whole(offset, size, 0);
            case Constants.OBJ_COMMIT, Constants.OBJ_TREE, Constants.OBJ_TAG -> whole(offset, size, size);
            case Constants.OBJ_OFS_DELTA -> delta(offset, size, baseAt(offset), null);
            case Constants.OBJ_REF_DELTA -> delta(offset, size, NO_BASE, ObjectId.fromRaw(take(20)));
            default -> throw Refusal.corrupt("it holds an object of no known type");
        }
    }

    private void whole(long offset, long size, long held) throws IOException {
        add(offset, NO_BASE, size, held, 0);
        inflate(size, new byte[0]);
    }

    private void delta(long offset, long size, int base, @Nullable ObjectId outsideBase) throws IOException {
        int depth = base == NO_BASE ? 1 : depths[base] + 1;
        if (depth > limits.deltaDepth()) {
            throw Refusal.tooLarge("The bundle's deltas are more than " + limits.deltaDepth() + " deep.");
        }
        byte[] start = new byte[(int) Math.min(DELTA_SIZES, size)];
        inflate(size, start);
        Varint source = Varint.at(start, 0);
        Varint result = Varint.at(start, source.end());
        if (base != NO_BASE && source.value() != sizes[base]) {
            throw Refusal.corrupt("a delta does not fit its base");
        }
        checkSize(result.value());
        if (outsideBase != null) {
            outside.put(count, outsideBase);
        }
        add(offset, base, result.value(), size + result.value(), depth);
    }

    private int baseAt(long offset) throws IOException {
        int c = takeByte();
        long back = c & 0x7f;
        while ((c & 0x80) != 0) {
            if (back > Long.MAX_VALUE >> 9) {
                throw Refusal.corrupt("a delta is against nothing");
            }
            c = takeByte();
            back = ((back + 1) << 7) | (c & 0x7f);
        }
        int base = Arrays.binarySearch(offsets, 0, count, offset - back);
        if (base < 0) {
            throw Refusal.corrupt("a delta is against nothing");
        }
        return base;
    }

    private void checkSize(long size) {
        if (size < 0 || size > limits.object()) {
            throw Refusal.tooLarge("A file of the change is larger than " + (limits.object() >> 20) + " MiB.");
        }
        total += size;
        if (total > limits.inflated()) {
            throw Refusal.tooLarge("The change is larger than " + (limits.inflated() >> 20) + " MiB.");
        }
    }

    private void checkTime() {
        if (deadline.isCancelled()) {
            throw Refusal.tooLarge("Checking the change took too long.");
        }
    }

    private void add(long offset, int base, long size, long held, int depth) {
        if (count == offsets.length) {
            int longer = count * 2;
            offsets = Arrays.copyOf(offsets, longer);
            bases = Arrays.copyOf(bases, longer);
            sizes = Arrays.copyOf(sizes, longer);
            extra = Arrays.copyOf(extra, longer);
            depths = Arrays.copyOf(depths, longer);
        }
        offsets[count] = offset;
        bases[count] = base;
        sizes[count] = size;
        extra[count] = held;
        depths[count] = depth;
        count++;
    }

    /** @param start takes the first bytes */
    private void inflate(long size, byte[] start) throws IOException {
        inflater.reset();
        long done = 0;
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    if (at == end && !fill()) {
                        throw Refusal.corrupt("it ends too early");
                    }
                    inflater.setInput(buffer, at, end - at);
                    at = end;
                }
                int n = inflater.inflate(inflated);
                if (n == 0 && (inflater.needsDictionary() || (!inflater.needsInput() && !inflater.finished()))) {
                    throw Refusal.corrupt("an object can't be inflated");
                }
                if (done < start.length) {
                    System.arraycopy(inflated, 0, start, (int) done, (int) Math.min(n, start.length - done));
                }
                done += n;
                if (done > size) {
                    throw Refusal.corrupt("an object is larger than it says");
                }
                if (n == inflated.length) {
                    checkTime();
                }
            }
        } catch (DataFormatException e) {
            throw Refusal.corrupt("an object can't be inflated", e);
        }
        if (done != size) {
            throw Refusal.corrupt("an object is smaller than it says");
        }
        at = end - inflater.getRemaining();
    }

    private long position() {
        return bufferStart + at;
    }

    private int takeByte() throws IOException {
        if (at == end && !fill()) {
            throw Refusal.corrupt("it ends too early");
        }
        return buffer[at++] & 0xff;
    }

    private byte[] take(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) takeByte();
        }
        return bytes;
    }

    private boolean fill() throws IOException {
        bufferStart += end;
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    /** A size at the start of a delta: seven bits a byte, lowest first. */
    private record Varint(long value, int end) {
        static Varint at(byte[] bytes, int from) {
            long value = 0;
            for (int i = from, shift = 0; i < bytes.length && shift <= 56; i++, shift += 7) {
                value |= (long) (bytes[i] & 0x7f) << shift;
                if ((bytes[i] & 0x80) == 0) {
                    return new Varint(value, i + 1);
                }
            }
            throw Refusal.corrupt("a delta says no size");
        }
    }
}
