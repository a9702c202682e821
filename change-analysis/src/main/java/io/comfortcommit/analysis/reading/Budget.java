package io.comfortcommit.analysis.reading;

import io.comfortcommit.analysis.FileChange.Hunk;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What is left of the limits while one change is read. */
final class Budget {
    private int files;
    private int lines;
    private boolean exceeded;

    Budget(ChangeReader.Limits limits) {
        files = limits.maxFilesWithHunks();
        lines = limits.maxHunkLines();
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

    void leaveOut() {
        exceeded = true;
    }

    boolean exceeded() {
        return exceeded;
    }
}
