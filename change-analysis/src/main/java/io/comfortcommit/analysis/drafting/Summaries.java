package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.paths.PathKind;
import java.util.List;
import java.util.Set;

/** What people say of a whole change without a name in it, where that is all that it does. */
final class Summaries {
    private static final Set<Verb> OF_DEPENDENCIES = Set.of(Verb.BUMP, Verb.ADD_DEPENDENCY, Verb.REMOVE_DEPENDENCY);

    private static final List<String> DEPENDENCIES =
            List.of("update dependencies", "update deps", "bump dependencies", "bump deps");
    private static final List<String> LOCKFILE = List.of("update lockfile", "update lock file");
    private static final List<String> LOCKFILES = List.of("update lockfiles", "update lock files");

    private Summaries() {}

    /** @return in English; none where the change does other things, too */
    static List<String> of(List<Point> points) {
        if (points.stream().allMatch(point -> point.about() == PathKind.LOCKFILE && point.verb() == Verb.UPDATE)) {
            return names(points) == 1 ? LOCKFILE : LOCKFILES;
        }
        var isOfDependencies = points.stream().allMatch(point -> OF_DEPENDENCIES.contains(point.verb()));
        var isBumping = points.stream().anyMatch(point -> point.verb() == Verb.BUMP);
        return isOfDependencies && isBumping && names(points) > 1 ? DEPENDENCIES : List.of();
    }

    private static long names(List<Point> points) {
        return points.stream().mapToLong(point -> point.names().size()).sum();
    }
}
