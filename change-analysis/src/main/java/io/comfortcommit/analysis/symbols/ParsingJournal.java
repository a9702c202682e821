package io.comfortcommit.analysis.symbols;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which texts parsers are reading just now, in a file that outlives the process: mapped memory is the operating system's, so
 * what stands there when native code ends the process is still there afterwards. A process may also be killed by others while
 * it reads something harmless: so a text is suspected first, and fatal once it was being read when a process ended a second
 * time, with no reading of it to the end in between. Texts are known by a hash. Thread-safe.
 */
final class ParsingJournal {
    /** Of one that could not be noted, as all slots are taken or the process ends in order. */
    static final int UNNOTED = -1;
    /** Of one that must not be read. */
    static final int FATAL = -2;

    private static final int SLOTS = 256;
    /** Files of hashes, one after the other. */
    private static final String FATAL_TEXTS = "fatal";

    private static final String SUSPECTED_TEXTS = "suspected";

    private static final Logger LOG = LoggerFactory.getLogger(ParsingJournal.class);

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

    private final Path folder;
    private final Set<Hash> fatal;
    private final Set<Hash> suspected;
    private final MappedByteBuffer slots;
    private boolean closed;

    private ParsingJournal(Path folder, Set<Hash> fatal, Set<Hash> suspected, MappedByteBuffer slots) {
        this.folder = folder;
        this.fatal = fatal;
        this.suspected = suspected;
        this.slots = slots;
    }

    /**
     * What the process before was reading when it ended is suspected from now on, or fatal if it was suspected before.
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
            Set<Hash> fatal = known(folder, FATAL_TEXTS);
            Set<Hash> suspected = known(folder, SUSPECTED_TEXTS);
            Set<Hash> left = new HashSet<>();
            for (int place = 0; place < SLOTS; place++) {
                left.add(Hash.at(slots, place));
                // Before it is known: an end that is told twice would be two.
                Hash.NONE.put(slots, place);
            }
            left.remove(Hash.NONE);
            for (Hash text : left) {
                var _ = suspected.remove(text) ? fatal.add(text) : !fatal.contains(text) && suspected.add(text);
            }
            keep(folder, FATAL_TEXTS, fatal);
            keep(folder, SUSPECTED_TEXTS, suspected);
            return new ParsingJournal(folder, fatal, suspected, slots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is left of a record that was not written to its end is no record. */
    private static Set<Hash> known(Path folder, String name) throws IOException {
        Set<Hash> known = new HashSet<>();
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            for (int place = 0; place < bytes.capacity() / Hash.BYTES; place++) {
                known.add(Hash.at(bytes, place));
            }
        }
        return known;
    }

    /** In place of what was there: a file is there whole or not at all, whenever the process ends. */
    private static void keep(Path folder, String name, Set<Hash> texts) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(texts.size() * Hash.BYTES);
        int place = 0;
        for (Hash text : texts) {
            text.put(bytes, place++);
        }
        Path next = Files.write(folder.resolve(name + ".next"), bytes.array());
        Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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

    /** A text that was read to its end is not suspected any more. */
    synchronized void end(int place) {
        if (place < 0) {
            return;
        }
        Hash read = Hash.at(slots, place);
        Hash.NONE.put(slots, place);
        if (suspected.remove(read)) {
            try {
                keep(folder, SUSPECTED_TEXTS, suspected);
            } catch (IOException e) {
                // Of the next process it is suspected still; nobody's draft is worth less for it.
                LOG.warn("what was read could not be noted: {}", e.getClass().getName());
            }
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
