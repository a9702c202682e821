package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.secrets.Finding;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.SymbolChange.How;
import io.comfortcommit.analysis.symbols.SymbolChange.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What to look at before approving. Each reason is read from the change; none is a guess about what the author meant.
 *
 * @param reasons gravest first
 */
public record Risk(Level level, List<Reason> reasons) {
    /** HIGH with one grave reason, MEDIUM with one that is serious or two that are slight. */
    public enum Level {
        LOW,
        MEDIUM,
        HIGH
    }

    /** Gravest first. What each speaks of stands beside it. */
    public enum Code {
        /** How many. */
        SECRETS(Weight.GRAVE),
        /** The file. */
        CONFLICT_MARKERS(Weight.GRAVE),
        /** The file. Data can't be brought back. */
        DATA_DROPPED(Weight.GRAVE),
        /** The file. */
        MIGRATION(Weight.SERIOUS),
        /** The file. What builds and releases has keys that nothing else has. */
        PIPELINE(Weight.SERIOUS),
        /** The file. */
        ACCESS_RULES(Weight.SERIOUS),
        /** The link. */
        SUBMODULE(Weight.SERIOUS),
        /** The declaration. Code elsewhere may use it. */
        API_REMOVED(Weight.SERIOUS),
        /** How many files. */
        TESTS_REMOVED(Weight.SERIOUS),
        /** Lines written by hand. */
        LARGE(Weight.SERIOUS),
        /** The file. */
        DEPENDENCIES(Weight.SLIGHT),
        /** The declaration. */
        API_CHANGED(Weight.SLIGHT),
        /** Lines of source. */
        NO_TESTS(Weight.SLIGHT),
        /** The file. */
        MADE_EXECUTABLE(Weight.SLIGHT),
        /** How many. */
        BINARIES(Weight.SLIGHT);

        private final Weight weight;

        Code(Weight weight) {
            this.weight = weight;
        }
    }

    private enum Weight {
        GRAVE,
        SERIOUS,
        SLIGHT
    }

    /** @param value what the code speaks of: a path, a declaration or a number */
    public record Reason(Code code, String value) {}

    private static final int LARGE_FROM = 800;
    /** Lines of source from which one expects a test to change too. */
    private static final int TESTED_FROM = 30;

    private static final int EXECUTABLE = 0100755;
    private static final int GITLINK = 0160000;

    private static final Pattern CONFLICT = Pattern.compile("^\\+(?:<{7} |>{7} ).*");
    private static final Pattern MIGRATIONS =
            Pattern.compile("(?i)(?:^|/)(?:migrations?|db/(?:migrate|changelog)|flyway|liquibase|alembic/versions)/");
    private static final Pattern DROP = Pattern.compile(
            "(?i)^\\+\\s*(?:drop\\s+(?:table|schema|database|column)|truncate\\s|alter\\s+table\\s.*\\bdrop\\b"
                    + "|delete\\s+from\\s+[\\w.\"]+\\s*;).*");
    private static final Pattern ACCESS = Pattern.compile(
            "(?i)(?:^|/)[^/]*(?:auth(?!or)|login|passw|permission|crypto|security|rbac|csrf|cors|jwt|oauth)[^/]*$");
    private static final Set<String> MANIFESTS = Set.of(
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "libs.versions.toml",
            "package.json",
            "cargo.toml",
            "go.mod",
            "pyproject.toml",
            "requirements.txt",
            "setup.py",
            "gemfile",
            "composer.json",
            "pubspec.yaml",
            "mix.exs",
            "package.swift",
            "podfile");

    public Risk {
        reasons = List.copyOf(reasons);
    }

    static Risk of(ChangeSet change, List<SymbolChange> symbols, List<Finding> secrets) {
        List<FileChange> own = change.files().stream()
                .filter(file -> PathKind.of(file.path()).handWritten())
                .toList();
        List<Reason> reasons = new ArrayList<>();
        many(reasons, Code.SECRETS, secrets.size(), 1);
        first(reasons, Code.CONFLICT_MARKERS, own, file -> adds(file, CONFLICT));
        first(reasons, Code.DATA_DROPPED, own, file -> isSql(file) && adds(file, DROP));
        first(
                reasons,
                Code.MIGRATION,
                own,
                file -> MIGRATIONS.matcher(file.path()).find());
        first(reasons, Code.PIPELINE, own, file -> PathKind.of(file.path()) == PathKind.CI);
        first(
                reasons,
                Code.ACCESS_RULES,
                own,
                file -> PathKind.of(file.path()) == PathKind.SOURCE
                        && ACCESS.matcher(file.path()).find());
        first(reasons, Code.SUBMODULE, own, file -> file.newMode() == GITLINK || file.oldMode() == GITLINK);
        symbol(reasons, Code.API_REMOVED, symbols, How.REMOVED);
        many(
                reasons,
                Code.TESTS_REMOVED,
                (int) own.stream()
                        .filter(file -> file.kind() == FileChange.Kind.DELETED && isTest(file))
                        .count(),
                1);
        many(reasons, Code.LARGE, lines(own), LARGE_FROM);
        first(reasons, Code.DEPENDENCIES, own, Risk::isManifest);
        symbol(reasons, Code.API_CHANGED, symbols, How.SIGNATURE);
        if (own.stream().noneMatch(Risk::isTest)) {
            many(
                    reasons,
                    Code.NO_TESTS,
                    lines(own.stream()
                            .filter(file -> PathKind.of(file.path()) == PathKind.SOURCE)
                            .toList()),
                    TESTED_FROM);
        }
        first(
                reasons,
                Code.MADE_EXECUTABLE,
                own,
                file -> file.newMode() == EXECUTABLE && file.oldMode() != EXECUTABLE && file.oldMode() != 0);
        many(
                reasons,
                Code.BINARIES,
                (int) own.stream().filter(FileChange::binary).count(),
                1);
        return new Risk(level(reasons), reasons);
    }

    private static Level level(List<Reason> reasons) {
        Set<Weight> weights = new HashSet<>();
        reasons.forEach(reason -> weights.add(reason.code().weight));
        if (weights.contains(Weight.GRAVE)) {
            return Level.HIGH;
        }
        return weights.contains(Weight.SERIOUS) || reasons.size() > 1 ? Level.MEDIUM : Level.LOW;
    }

    private static void many(List<Reason> reasons, Code code, int count, int from) {
        if (count >= from) {
            reasons.add(new Reason(code, Integer.toString(count)));
        }
    }

    private static void first(List<Reason> reasons, Code code, List<FileChange> files, Predicate<FileChange> fits) {
        Optional<FileChange> found = files.stream().filter(fits).min(Comparator.comparing(FileChange::path));
        found.ifPresent(file -> reasons.add(new Reason(code, file.path())));
    }

    private static void symbol(List<Reason> reasons, Code code, List<SymbolChange> symbols, How how) {
        Map<String, PathKind> kinds = new HashMap<>();
        symbols.stream()
                .filter(symbol -> symbol.how() == how
                        && symbol.isPublic()
                        && (symbol.kind() == Kind.TYPE || symbol.kind() == Kind.FUNCTION)
                        && kinds.computeIfAbsent(symbol.path(), PathKind::of) == PathKind.SOURCE)
                .max(Comparator.comparingInt(SymbolChange::lines))
                .ifPresent(symbol -> reasons.add(new Reason(code, symbol.qualifiedName())));
    }

    private static int lines(List<FileChange> files) {
        return files.stream()
                .mapToInt(file -> file.insertions() + file.deletions())
                .sum();
    }

    private static boolean adds(FileChange file, Pattern line) {
        return file.hunks().stream()
                .flatMap(hunk -> hunk.lines().stream())
                .anyMatch(text -> line.matcher(text).matches());
    }

    private static boolean isSql(FileChange file) {
        return file.path().toLowerCase(Locale.ROOT).endsWith(".sql");
    }

    private static boolean isTest(FileChange file) {
        return PathKind.of(file.path()) == PathKind.TEST;
    }

    private static boolean isManifest(FileChange file) {
        String path = file.path();
        return MANIFESTS.contains(path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
    }
}
