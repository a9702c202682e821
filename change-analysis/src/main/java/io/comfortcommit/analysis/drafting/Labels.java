package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.paths.PathKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How files are called in a message: as short as it can be without two being called the same. */
final class Labels {
    /** Names that say nothing without their folder. */
    private static final Set<String> EVERYWHERE = Set.of(
            "index",
            "mod",
            "__init__",
            "main",
            "page",
            "layout",
            "route",
            "lib",
            "package-info",
            "readme",
            "pom",
            "build",
            "package",
            "makefile",
            "dockerfile",
            "application",
            "config",
            "settings",
            "values",
            "chart");

    private final Phrases phrases;
    private final Map<String, Integer> uses = new HashMap<>();

    Labels(Phrases phrases, Collection<String> paths) {
        this.phrases = phrases;
        paths.stream().distinct().forEach(path -> uses.merge(shortest(path), 1, Integer::sum));
    }

    /** A type's name for a file that is called after one, otherwise the file's name, with its folder where needed. */
    String of(String path) {
        var label = shortest(path);
        return uses.getOrDefault(label, 1) > 1 || isEverywhere(path) ? withFolder(path, label) : label;
    }

    /** The file's name with its extension. */
    String file(String path) {
        var name = Names.clean(name(path));
        return Names.sayable(name) ? name : unnamed(path);
    }

    /** A folder as it is written. */
    String folder(String path) {
        var clean = Names.clean(path);
        return Names.sayable(clean) ? clean : phrases.text("name.hidden");
    }

    private String shortest(String path) {
        var name = Names.clean(name(path));
        if (!Names.sayable(name)) {
            return unnamed(path);
        }
        var dot = name.indexOf('.');
        var about = PathKind.of(path);
        var calledAfterType = dot > 0
                && (about == PathKind.SOURCE || about == PathKind.TEST)
                && Character.isUpperCase(name.codePointAt(0))
                && name.indexOf('.', dot + 1) < 0
                && name.substring(0, dot).chars().anyMatch(Character::isLowerCase);
        return calledAfterType ? name.substring(0, dot) : name;
    }

    private String unnamed(String path) {
        var name = Names.clean(name(path));
        var dot = name.lastIndexOf('.');
        var end = dot < 0 ? "" : name.substring(dot);
        return end.length() > 1 && end.length() <= 8 && Names.sayable(end)
                ? phrases.text("file.unnamed", end)
                : phrases.text("file.hidden");
    }

    private static String withFolder(String path, String label) {
        var slash = path.lastIndexOf('/');
        if (slash < 0) {
            return label;
        }
        var folder = Names.clean(path.substring(path.lastIndexOf('/', slash - 1) + 1, slash));
        return Names.sayable(folder) && Names.sayable(name(path)) ? folder + "/" + label : label;
    }

    private static boolean isEverywhere(String path) {
        var name = name(path).toLowerCase(Locale.ROOT);
        var dot = name.indexOf('.');
        return path.indexOf('/') > 0 && EVERYWHERE.contains(dot > 0 ? name.substring(0, dot) : name);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Empty for the root. */
    static String folderOf(String path) {
        var slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
