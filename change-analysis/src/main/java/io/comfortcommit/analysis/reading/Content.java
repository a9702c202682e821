package io.comfortcommit.analysis.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** One side of a file. */
sealed interface Content {
    /** Bytes in which a NUL makes a file binary, as in git's {@code buffer_is_binary}. */
    int SNIFFED = 8_000;
    /** Bytes from which a text is too large to be looked at line by line. */
    long LARGEST_TEXT = 32L << 20;

    record Binary() implements Content {}

    /** Text over the limit: only counted. */
    record LargeText(ObjectId id) implements Content {}

    record Text(RawText lines, Charset charset) implements Content {
        static Text of(byte[] bytes) {
            return new Text(new RawText(bytes), charset(bytes));
        }

        int bytes() {
            return lines.getRawContent().length;
        }

        String text() {
            return new String(lines.getRawContent(), charset);
        }

        int size() {
            return lines.size();
        }

        /** A line without its line feed; a carriage return stays. */
        String line(int index) {
            var raw = lines.getRawString(index);
            return new String(raw.array(), raw.arrayOffset() + raw.position(), raw.remaining(), charset);
        }

        private static Charset charset(byte[] bytes) {
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                return UTF_8;
            } catch (CharacterCodingException e) {
                return ISO_8859_1;
            }
        }
    }

    /** @param mode {@link FileMode#MISSING} gives a text without lines */
    static Content read(ObjectReader objects, FileMode mode, ObjectId id, int maxBlobSize) throws IOException {
        if (FileMode.MISSING.equals(mode)) {
            return Text.of(new byte[0]);
        }
        if (FileMode.GITLINK.equals(mode)) {
            return Text.of(("Subproject commit " + id.name() + "\n").getBytes(UTF_8));
        }
        var loader = objects.open(id, Constants.OBJ_BLOB);
        if (loader.getSize() <= maxBlobSize) {
            var bytes = loader.getCachedBytes(Math.max(1, maxBlobSize));
            return isBinary(bytes, Math.min(bytes.length, SNIFFED)) ? new Binary() : Text.of(bytes);
        }
        if (loader.getSize() >= LARGEST_TEXT) {
            return new Binary();
        }
        try (var stream = loader.openStream()) {
            var start = stream.readNBytes(SNIFFED);
            return isBinary(start, start.length) ? new Binary() : new LargeText(id);
        }
    }

    private static boolean isBinary(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
