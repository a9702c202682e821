package io.comfortcommit.analysis.symbols;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/**
 * Which texts parsers are reading just now, in a file that outlives the process: mapped memory is the operating system's, so
 * what stands there when native code ends the process is still there afterwards. Texts are known by a hash. Thread-safe.
 */
final class ParsingJournal {
    /** Of one that could not be noted, as all slots are taken or the process ends in order. */
    static final int UNNOTED = -1;
    /** Of one that must not be read. */
    static final int FATAL = -2;

    private static final int SLOTS = 256;

    /** The first 128 bits of the text's SHA-256. */
    private record Hash(long high, long low) {
        private static final int BYTES = 16;
        private static final Hash NONE = new Hash(0, 0);

        static Hash of(byte[] text) {
            try {
                ByteBuffer hash =
                        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
                return new Hash(hash.getLong(), hash.getLong());
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }

        static Hash at(ByteBuffer bytes, int place) {
            return new Hash(bytes.getLong(place * BYTES), bytes.getLong(place * BYTES + Long.BYTES));
        }

        void put(ByteBuffer bytes, int place) {
            bytes.putLong(place * BYTES, high);
            bytes.putLong(place * BYTES + Long.BYTES, low);
        }
    }

    private final Set<Hash> fatal;
    private final MappedByteBuffer slots;
    private boolean closed;

    private ParsingJournal(Set<Hash> fatal, MappedByteBuffer slots) {
        this.fatal = fatal;
        this.slots = slots;
    }

    /**
     * What the process before was reading when it ended is fatal from now on.
     *
     * @param folder of this process alone
     * @throws UncheckedIOException where it can't be written
     */
    static ParsingJournal in(Path folder) {
        try (FileChannel reading = FileChannel.open(
                folder.resolve("reading"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MappedByteBuffer slots = reading.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOTS * Hash.BYTES);
            Path file = folder.resolve("fatal");
            Set<Hash> fatal = new HashSet<>();
            if (Files.exists(file)) {
                ByteBuffer known = ByteBuffer.wrap(Files.readAllBytes(file));
                for (int place = 0; place < known.capacity() / Hash.BYTES; place++) {
                    fatal.add(Hash.at(known, place));
                }
            }
            for (int place = 0; place < SLOTS; place++) {
                Hash left = Hash.at(slots, place);
                if (!left.equals(Hash.NONE) && fatal.add(left)) {
                    ByteBuffer bytes = ByteBuffer.allocate(Hash.BYTES);
                    left.put(bytes, 0);
                    Files.write(file, bytes.array(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            for (int place = 0; place < SLOTS; place++) {
                Hash.NONE.put(slots, place);
            }
            return new ParsingJournal(fatal, slots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return for {@link #end}; {@link #FATAL} where the text must not be read */
    int begin(byte[] text) {
        Hash hash = Hash.of(text);
        synchronized (this) {
            if (fatal.contains(hash)) {
                return FATAL;
            }
            for (int place = 0; place < SLOTS && !closed; place++) {
                if (Hash.at(slots, place).equals(Hash.NONE)) {
                    hash.put(slots, place);
                    return place;
                }
            }
            return UNNOTED;
        }
    }

    synchronized void end(int place) {
        if (place >= 0) {
            Hash.NONE.put(slots, place);
        }
    }

    /** How many texts are not read any more. */
    int fatal() {
        return fatal.size();
    }

    /** The process ends in order: what is being read did not end it. */
    synchronized void close() {
        closed = true;
        for (int place = 0; place < SLOTS; place++) {
            Hash.NONE.put(slots, place);
        }
    }
}
