package io.comfortcommit.gateway.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A long answer in parts: the web server asks for 128 pieces before it has sent one, and keeps them. */
final class Pieces {
    /** Of a piece, at the most. */
    private static final int BYTES = 16 << 10;

    private Pieces() {}

    /**
     * Short lines whole, some at once; a long one in several pieces.
     *
     * @param line of an entry, with its end
     */
    static <T> List<byte[]> of(List<T> entries, Function<T, String> line) {
        List<byte[]> pieces = new ArrayList<>();
        ByteArrayOutputStream piece = new ByteArrayOutputStream(BYTES);
        for (T entry : entries) {
            byte[] bytes = line.apply(entry).getBytes(StandardCharsets.UTF_8);
            if (piece.size() + bytes.length > BYTES) {
                end(piece, pieces);
            }
            int from = 0;
            for (; bytes.length - from > BYTES; from += BYTES) {
                pieces.add(Arrays.copyOfRange(bytes, from, from + BYTES));
            }
            piece.write(bytes, from, bytes.length - from);
        }
        end(piece, pieces);
        return pieces;
    }

    private static void end(ByteArrayOutputStream piece, List<byte[]> pieces) {
        if (piece.size() > 0) {
            pieces.add(piece.toByteArray());
            piece.reset();
        }
    }
}
