package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.drafting.CodeChange.Alteration;
import io.comfortcommit.analysis.drafting.CodeChange.Extent;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chooses the type of a commit by what the change shows; what it shows plainly beats the branch's name. */
final class TypeOfChange {
    private static final Map<String, CommitType> BRANCHES = Map.ofEntries(
            Map.entry("fix", CommitType.FIX),
            Map.entry("bugfix", CommitType.FIX),
            Map.entry("hotfix", CommitType.FIX),
            Map.entry("bug", CommitType.FIX),
            Map.entry("feat", CommitType.FEAT),
            Map.entry("feature", CommitType.FEAT),
            Map.entry("refactor", CommitType.REFACTOR),
            Map.entry("perf", CommitType.PERF),
            Map.entry("chore", CommitType.CHORE));
    private static final Pattern FIRST_WORD = Pattern.compile("([a-z]+)[_-]");
    /** Added lines from which a change without new declarations adds more than it corrects. */
    private static final int MUCH = 12;
    /** Lines of prose that come with one line of anything else. */
    private static final int PROSE = 4;

    private final List<Touched> files;
    private final String branch;

    private TypeOfChange(List<Touched> files, String branch) {
        this.files = files;
        this.branch = branch;
    }

    /** @param files not empty */
    static CommitType of(List<Touched> files, String branch) {
        return new TypeOfChange(files, branch).decide();
    }

    private CommitType decide() {
        if (all(file -> file.is(Kind.MODE))) {
            return CommitType.CHORE;
        }
        var sources = files.stream()
                .filter(file -> file.about() == PathKind.SOURCE && !file.is(Kind.MODE))
                .toList();
        if (!sources.isEmpty()) {
            return ofSources(sources);
        }
        var about = heaviest();
        return switch (about) {
            case DOCUMENTATION -> CommitType.DOCS;
            case TEST -> CommitType.TEST;
            case BUILD, LOCKFILE -> CommitType.BUILD;
            case CI -> CommitType.CI;
            case GENERATED, VENDORED, CONFIGURATION, SOURCE -> CommitType.CHORE;
            case OTHER -> all(file -> file.is(Kind.RENAMED)) ? CommitType.REFACTOR : CommitType.CHORE;
        };
    }

    private boolean all(Predicate<Touched> test) {
        return files.stream().allMatch(test);
    }

    /** What most changed lines are about; pictures and data only where nothing else has changed, and prose counts less. */
    private PathKind heaviest() {
        var weights = new EnumMap<PathKind, Long>(PathKind.class);
        files.forEach(file -> weights.merge(
                file.about(),
                file.about() == PathKind.DOCUMENTATION ? file.weight() : (long) file.weight() * PROSE,
                Long::sum));
        if (weights.size() > 1) {
            weights.remove(PathKind.OTHER);
        }
        return weights.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private CommitType ofSources(List<Touched> sources) {
        if (sources.stream().allMatch(Touched::isMove)) {
            return CommitType.REFACTOR;
        }
        if (sources.stream().allMatch(file -> file.code().extent() == Extent.WHITE_SPACE)) {
            return CommitType.STYLE;
        }
        if (sources.stream()
                .allMatch(file -> !file.is(Kind.ADDED)
                        && !file.is(Kind.DELETED)
                        && (file.code().extent() == Extent.COMMENTS
                                || file.code().extent() == Extent.WHITE_SPACE))) {
            return CommitType.DOCS;
        }
        if (sources.stream().allMatch(TypeOfChange::keepsBehaviour)) {
            return CommitType.REFACTOR;
        }
        var named = ofBranch();
        if (named != null) {
            return named;
        }
        return ofBehaviour(sources);
    }

    /** {@code fix/…}, {@code kim/fix/…} and {@code fix-…}: a folder of the branch, or the first word of its name. */
    private @Nullable CommitType ofBranch() {
        var parts = branch.split("/", -1);
        var words = new ArrayList<>(List.of(parts).subList(0, parts.length - 1));
        var last = FIRST_WORD.matcher(parts[parts.length - 1]);
        if (last.lookingAt()) {
            words.add(last.group(1));
        }
        return words.stream()
                .map(BRANCHES::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Moves, tidies and deletions: nothing new can be done and nothing is done otherwise. */
    private static boolean keepsBehaviour(Touched file) {
        return file.is(Kind.DELETED)
                || file.isMove()
                || switch (file.code().extent()) {
                    case IMPORTS, ORDER, COMMENTS, WHITE_SPACE -> !file.is(Kind.ADDED);
                    case UNKNOWN ->
                        file.file().insertions() == 0
                                && file.is(Kind.MODIFIED)
                                && !file.file().binary();
                    case CODE ->
                        !file.is(Kind.ADDED)
                                && file.code().added().isEmpty()
                                && (file.file().insertions() == 0
                                        || !file.code().renamed().isEmpty()
                                                && file.code().altered().size()
                                                        <= file.code().renamed().size());
                };
    }

    private CommitType ofBehaviour(List<Touched> sources) {
        var insertions =
                sources.stream().mapToInt(file -> file.file().insertions()).sum();
        var deletions =
                sources.stream().mapToInt(file -> file.file().deletions()).sum();
        var newFiles = sources.stream().anyMatch(file -> file.is(Kind.ADDED));
        var deletedFiles = sources.stream().anyMatch(file -> file.is(Kind.DELETED));
        var added =
                sources.stream().flatMap(file -> file.code().added().stream()).toList();
        var removed =
                sources.stream().mapToInt(file -> file.code().removed().size()).sum();
        var verbs = sources.stream()
                .flatMap(file -> file.code().altered().values().stream())
                .map(Alteration::verb)
                .toList();
        var corrects = verbs.stream().anyMatch(Verb::corrects);
        var isNew = newFiles
                || sources.stream()
                        .anyMatch(file -> file.code().added().stream().anyMatch(part -> !part.isPrivate(file.path())));

        // As much goes as comes: the same in other words.
        var balanced = removed >= Math.max(1, added.size()) && insertions <= deletions * 3 / 2
                || deletedFiles && newFiles && insertions <= deletions;
        if (isNew) {
            return balanced ? CommitType.REFACTOR : CommitType.FEAT;
        }
        if (!verbs.isEmpty() && verbs.stream().allMatch(verb -> verb == Verb.LOG)) {
            return CommitType.CHORE;
        }
        if (!added.isEmpty()) {
            return corrects ? CommitType.FIX : insertions <= deletions * 2 ? CommitType.REFACTOR : CommitType.FEAT;
        }
        if (corrects) {
            return CommitType.FIX;
        }
        if (verbs.contains(Verb.CHANGE_SIGNATURE)) {
            return CommitType.REFACTOR;
        }
        if (insertions >= MUCH && insertions >= deletions * 2) {
            return CommitType.FEAT;
        }
        var tested = files.stream().anyMatch(file -> file.about() == PathKind.TEST);
        return tested && insertions + deletions < 3 * MUCH ? CommitType.FIX : CommitType.REFACTOR;
    }
}
