package io.comfortcommit.gateway.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lines of a long answer, some at once: the web server asks for 128 pieces before it has sent one, and keeps them. */
final class Pieces {
    /** Of a piece, but for a longer line. */
    private static final int CHARACTERS = 16 << 10;

    private Pieces() {}

    /** @param line of an entry, with its end */
    static <T> List<String> of(List<T> entries, Function<T, String> line) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (T entry : entries) {
            piece.append(line.apply(entry));
            if (piece.length() >= CHARACTERS) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        if (!piece.isEmpty()) {
            pieces.add(piece.toString());
        }
        return pieces;
    }
}
