package io.comfortcommit.analysis.declarations;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Finds the declaration that a line stands in, by indentation. */
public final class Enclosing {
    /** Lines looked at above; a declaration farther away says little about a line. */
    private static final int FARTHEST = 2_000;

    private Enclosing() {}

    /**
     * The nearest line above that declares something and is indented less, or null.
     *
     * @param lineAt the text of a line, by index
     * @param index the line to look from
     */
    public static @Nullable String above(IntFunction<String> lineAt, int index) {
        return above(lineAt, index, indentation(lineAt.apply(index)));
    }

    /** As {@link #above(IntFunction, int)}, for a line at {@code index} that is indented by {@code indentation}. */
    public static @Nullable String above(IntFunction<String> lineAt, int index, int indentation) {
        var inner = indentation;
        for (int i = index - 1; i >= 0 && inner > 0 && i >= index - FARTHEST; i--) {
            var line = lineAt.apply(i);
            var own = indentation(line);
            if (own >= inner || !hasWord(line)) {
                continue;
            }
            if (Declaration.in(line).isPresent()) {
                return line;
            }
            // A wrapped signature's last line: `) throws X {` or `String name) {`; its beginning has the same
            // indentation.
            inner = line.strip().startsWith(")") ? inner : own;
        }
        return null;
    }

    /** Columns of white space that a line begins with; a tab counts as four, a blank line as none. */
    public static int indentation(String line) {
        var columns = 0;
        for (int i = 0; i < line.length(); i++) {
            switch (line.charAt(i)) {
                case ' ' -> columns++;
                case '\t' -> columns += 4;
                case '\r' -> {
                    return 0;
                }
                default -> {
                    return columns;
                }
            }
        }
        return 0;
    }

    /** Whether there is a letter or a digit in a line. */
    public static boolean hasWord(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (Character.isLetterOrDigit(line.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
