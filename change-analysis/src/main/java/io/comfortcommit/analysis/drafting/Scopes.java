package io.comfortcommit.analysis.drafting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Learns scopes from the subjects before, and where there are too few from the folders of a monorepo. */
final class Scopes {
    private static final Pattern CONVENTIONAL = Pattern.compile("^[a-z]+(?:\\(([^()]{1,40})\\))?!?: \\S.*");
    /** Subjects in the convention from which a habit shows. */
    private static final int ENOUGH = 5;

    private static final int LONGEST = 20;
    private static final Set<String> WORKSPACES = Set.of(
            "packages", "apps", "services", "libs", "modules", "crates", "plugins", "projects", "components", "cmd");
    private static final Set<String> SOURCE_ROOTS = Set.of(
            "src",
            "lib",
            "test",
            "tests",
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "package.json",
            "cargo.toml",
            "go.mod");
    private static final Set<String> NO_SCOPES = Set.of(
            "src",
            "lib",
            "test",
            "tests",
            "docs",
            "doc",
            "build",
            "target",
            "main",
            "java",
            "resources",
            "bin",
            ".github");

    private final Map<String, Integer> known = new HashMap<>();
    private final int conventional;
    private final int scoped;

    Scopes(List<String> recentSubjects) {
        var conventional = 0;
        var scoped = 0;
        for (var subject : recentSubjects) {
            var found = CONVENTIONAL.matcher(subject);
            if (!found.matches()) {
                continue;
            }
            conventional++;
            if (found.group(1) != null) {
                scoped++;
                known.merge(found.group(1).strip(), 1, Integer::sum);
            }
        }
        this.conventional = conventional;
        this.scoped = scoped;
    }

    /** @param paths of the files that the change is about */
    Optional<String> of(List<String> paths) {
        if (conventional >= ENOUGH && scoped * 5 < conventional) {
            return Optional.empty();
        }
        // A project that mostly goes without a scope has its own idea of which ones there are.
        var takesModules = conventional < ENOUGH || scoped * 10 >= conventional * 7;
        return learned(paths)
                .or(() -> takesModules ? module(paths) : Optional.empty())
                .filter(Scopes::isSayable);
    }

    /** A scope in use that all paths have a folder or a file of. */
    private Optional<String> learned(List<String> paths) {
        var first = segments(paths.getFirst());
        var common = new ArrayList<>(first);
        for (var path : paths) {
            common.retainAll(segments(path));
        }
        return known.entrySet().stream()
                .filter(scope -> common.contains(plain(scope.getKey())))
                .max(Comparator.comparingInt((Map.Entry<String, Integer> scope) -> first.indexOf(plain(scope.getKey())))
                        .thenComparing(Map.Entry::getValue)
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey);
    }

    /** Folders from the root on, then the file without its extension, as scopes are compared. */
    private static List<String> segments(String path) {
        var parts = path.split("/");
        var last = parts[parts.length - 1];
        var dot = last.indexOf('.');
        if (dot > 0) {
            parts[parts.length - 1] = last.substring(0, dot);
        }
        return Arrays.stream(parts).map(Scopes::plain).toList();
    }

    private static String plain(String scope) {
        return scope.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]", "");
    }

    private static Optional<String> module(List<String> paths) {
        var modules = paths.stream().map(Scopes::moduleOf).distinct().toList();
        return modules.size() == 1 ? modules.getFirst() : Optional.empty();
    }

    /** {@code packages/web/…} and {@code web/src/…} are in the module {@code web}. */
    private static Optional<String> moduleOf(String path) {
        var parts = path.split("/");
        if (parts.length >= 3 && WORKSPACES.contains(parts[0])) {
            return Optional.of(parts[1]).filter(Scopes::isModule);
        }
        if (parts.length >= 2 && SOURCE_ROOTS.contains(parts[1].toLowerCase(Locale.ROOT))) {
            return Optional.of(parts[0]).filter(Scopes::isModule);
        }
        return Optional.empty();
    }

    private static boolean isModule(String name) {
        return !NO_SCOPES.contains(name) && !WORKSPACES.contains(name);
    }

    static boolean isSayable(String scope) {
        return scope.isEmpty()
                || scope.length() <= LONGEST
                        && scope.matches("[\\p{L}\\p{N}@$][\\p{L}\\p{N} ,_./@$-]*")
                        && !IssueKeys.isKey(scope)
                        && Names.sayable(scope);
    }
}
