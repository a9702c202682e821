package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.paths.PathKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to say about a change.
 *
 * @param about what the files it stands in are for
 * @param names what it is done to, the weightiest first; all may be said
 * @param place where those are (a file, a type), or what they became; null where the names say it all
 * @param weight lines that it accounts for
 */
record Point(
        Verb verb,
        PathKind about,
        List<String> names,
        @Nullable String place,
        int weight) {
    Point {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a point about nothing");
        }
    }
}
