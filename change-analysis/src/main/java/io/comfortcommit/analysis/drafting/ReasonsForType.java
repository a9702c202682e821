package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.drafting.CodeChange.Extent;
import io.comfortcommit.analysis.learning.Habits;
import io.comfortcommit.analysis.learning.Habits.Precedent;
import io.comfortcommit.analysis.learning.Habits.Seen;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says why a change has been given its type. */
final class ReasonsForType {
    private static final int MOST = 3;

    private final List<Touched> files;
    private final String type;

    private ReasonsForType(List<Touched> files, String type) {
        this.files = files;
        this.type = type;
    }

    /**
     * @param rule the type that rules alone give
     * @return the strongest first; empty where the type is but a guess
     */
    static List<Reason> of(List<Touched> files, Habits habits, Seen seen, String type, CommitType rule) {
        var reasons = new ReasonsForType(files, type);
        var found = new ArrayList<Reason>();
        reasons.addKind(found);
        if (rule.word().equals(type)) {
            reasons.addStructure(found);
        }
        var told = new HashSet<String>();
        for (var precedent : habits.precedents(seen, type)) {
            var reason = reasons.told(precedent, told);
            if (reason != null && found.size() < MOST) {
                found.add(reason);
            }
        }
        return found;
    }

    private void addKind(List<Reason> found) {
        for (var kind : PathKind.values()) {
            var count = files.stream().filter(file -> file.about() == kind).count();
            if (count * 2 > files.size() && kinds(kind).contains(type)) {
                found.add(Reason.of("reason.files." + kind, count, files.size()));
            }
        }
    }

    private static Set<String> kinds(PathKind kind) {
        return switch (kind) {
            case DOCUMENTATION -> Set.of("docs");
            case TEST -> Set.of("test");
            case CI -> Set.of("ci");
            case BUILD, LOCKFILE -> Set.of("build", "chore");
            case CONFIGURATION, GENERATED, VENDORED -> Set.of("chore");
            case SOURCE, OTHER -> Set.of();
        };
    }

    private void addStructure(List<Reason> found) {
        var sources =
                files.stream().filter(file -> file.about() == PathKind.SOURCE).toList();
        if (sources.isEmpty()) {
            return;
        }
        if (sources.stream().allMatch(Touched::isMove)) {
            found.add(Reason.of("reason.moves"));
        } else if (are(sources, Extent.WHITE_SPACE)) {
            found.add(Reason.of("reason.white-space"));
        } else if (are(sources, Extent.COMMENTS)) {
            found.add(Reason.of("reason.comments"));
        } else if (type.equals("fix")) {
            corrected(sources, found);
        } else if (type.equals("feat")) {
            if (any(sources, file -> file.code().added().stream().anyMatch(part -> !part.isPrivate(file.path())))) {
                found.add(Reason.of("reason.declares"));
            } else if (any(sources, file -> file.is(Kind.ADDED))) {
                found.add(Reason.of("reason.new-files"));
            }
        }
    }

    private static void corrected(List<Touched> sources, List<Reason> found) {
        sources.stream()
                .flatMap(file -> file.code().altered().values().stream())
                .filter(alteration -> alteration.verb().corrects())
                .findFirst()
                .ifPresent(alteration ->
                        found.add(Reason.of("reason.does." + alteration.verb().key())));
    }

    private static boolean are(List<Touched> files, Extent extent) {
        return files.stream().allMatch(file -> file.code().extent() == extent);
    }

    private static boolean any(List<Touched> files, Predicate<Touched> test) {
        return files.stream().anyMatch(test);
    }

    /** @param told what need not be said again: of folders in each other one is enough, and so on */
    private @Nullable Reason told(Precedent precedent, Set<String> told) {
        var colon = precedent.feature().indexOf(':');
        var kind = precedent.feature().substring(0, colon);
        var what = precedent.feature().substring(colon + 1);
        var isPlace = kind.equals("in") || kind.equals("file");
        if (isPlace && !Names.sayable(Names.clean(what)) || !told.add(isPlace ? "place" : kind)) {
            return null;
        }
        return switch (kind) {
            case "in" -> counted("reason.under", Names.clean(what) + "/", precedent);
            case "file" -> counted("reason.file", Names.clean(what), precedent);
            case "extension" -> Names.sayable(what) ? counted("reason.extension", what, precedent) : null;
            case "kinds" -> what.contains("+") ? null : counted("reason.only." + what, "", precedent);
            case "author" -> counted("reason.author", "", precedent);
            case "rule" -> counted("reason.rule", what, precedent);
            default -> null;
        };
    }

    private Reason counted(String key, String what, Precedent precedent) {
        return Reason.of(key, Objects.requireNonNull(what), type, precedent.times(), precedent.all());
    }
}
