package io.comfortcommit.cli;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.UUID;

/**
 * Ids that nobody has and nobody guesses, straight from the operating system: the JDK's own secure random numbers take
 * longer to get ready than three git processes.
 */
final class RandomIds {
    private static final String DEVICE = "/dev/urandom";

    private RandomIds() {}

    /** Version 4 of RFC 9562. */
    static UUID next() {
        try (DataInputStream random = new DataInputStream(new FileInputStream(DEVICE))) {
            long most = random.readLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
            long least = random.readLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
            return new UUID(most, least);
        } catch (IOException anotherSystem) {
            return UUID.randomUUID();
        }
    }
}
