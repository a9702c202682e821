package io.comfortcommit.analysis.reading;

import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Sides;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is left of the limits while one change is read. */
final class Budget {
    private int files;
    private int lines;
    private int sides;
    private final int mostOfOne;
    private boolean exceeded;

    Budget(ChangeReader.Limits limits) {
        files = limits.maxFilesWithHunks();
        lines = limits.maxHunkLines();
        sides = limits.maxSides();
        mostOfOne = sides / 16;
    }

    /** The hunks if they fit, all of a file's or none: half a file would look like all of it. */
    List<Hunk> take(IntSupplier cost, Supplier<List<Hunk>> hunks) {
        if (files == 0 || lines == 0) {
            exceeded = true;
            return List.of();
        }
        var wanted = cost.getAsInt();
        if (wanted > lines) {
            exceeded = true;
            return List.of();
        }
        files--;
        lines -= wanted;
        return hunks.get();
    }

    /** The whole file before and after, if it fits. */
    @Nullable
    Sides take(Content.Text before, Content.Text after) {
        var wanted = before.bytes() + after.bytes();
        if (wanted > sides || wanted > mostOfOne) {
            return null;
        }
        sides -= wanted;
        return new Sides(before.text(), after.text());
    }

    void leaveOut() {
        exceeded = true;
    }

    boolean exceeded() {
        return exceeded;
    }
}
