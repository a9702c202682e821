package io.comfortcommit.repositories.publishing;

import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The commits of one push, first to last; mostly one.
 *
 * @param parent of the first; null for a first commit of all
 * @param rebased whether they are put on commits that the desk did not have
 */
record Series(@Nullable ObjectId parent, List<Step> steps, boolean rebased) {
    Series {
        steps = List.copyOf(steps);
    }

    record Step(ObjectId tree, String message) {}

    /** What the branch holds with all of it. */
    ObjectId tree() {
        return steps.getLast().tree();
    }
}
