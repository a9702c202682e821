package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.FileChange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pipeline or a deployment takes from elsewhere at a version: actions, images and hooks, by their names.
 *
 * @param added names that only the new side has
 * @param removed names that only the old side has
 * @param raised names that both sides have, the new one at a higher version
 * @param changed names that both sides have at another version, of which it isn't plain which is the higher one
 */
record References(List<String> added, List<String> removed, List<String> raised, List<String> changed) {
    private static final int LONGEST_LINE = 400;

    /** The name in group 1, the version in group 2, or behind a digest in group 3. */
    private static final List<Pattern> REFERENCES = List.of(
            // GitHub Actions and what is made like them
            Pattern.compile("^\\s*(?:-\\s+)?uses:\\s*[\"']?([A-Za-z0-9][\\w.-]*/[\\w./-]+)@([\\w./-]+)[\"']?"
                    + "\\s*(?:#\\s*(v?\\d[\\w.-]*))?(?:\\s.*)?$"),
            // containers
            Pattern.compile(
                    "^\\s*(?:-\\s+)?image:\\s*[\"']?((?:[\\w.-]+(?::\\d+)?/)*[\\w.-]+):([\\w.-]+)(?:@\\S+?)?[\"']?"
                            + "\\s*(?:#\\s*(v?\\d[\\w.-]*))?(?:\\s.*)?$"));
    // pre-commit says what in one line and at which version in the next
    private static final Pattern HOOKS =
            Pattern.compile("^\\s*(?:-\\s+)?repo:\\s*[\"']?https?://[^/\\s]+/([\\w./-]+?)(?:\\.git)?/?[\"']?\\s*$");
    private static final Pattern REVISION =
            Pattern.compile("^\\s*rev:\\s*[\"']?([\\w.-]+)[\"']?\\s*(?:#\\s*(?:frozen:\\s*)?(v?\\d[\\w.-]*))?\\s*$");
    private static final Pattern NUMBERED = Pattern.compile("v?(\\d{1,9}(?:\\.\\d{1,9})*)(?:[.-].*)?");

    private record Reference(String name, String version) {}

    References {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        raised = List.copyOf(raised);
        changed = List.copyOf(changed);
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && raised.isEmpty() && changed.isEmpty();
    }

    static References of(FileChange file) {
        var before = new LinkedHashMap<String, Set<String>>();
        var after = new LinkedHashMap<String, Set<String>>();
        for (var hunk : file.hunks()) {
            var hooks = Optional.<String>empty();
            for (var line : hunk.lines()) {
                if (line.length() > LONGEST_LINE) {
                    continue;
                }
                var text = line.substring(1);
                var named = HOOKS.matcher(text);
                if (named.matches()) {
                    hooks = Optional.of(named.group(1));
                }
                if (line.charAt(0) != ' ') {
                    var side = line.charAt(0) == '-' ? before : after;
                    of(text, hooks)
                            .filter(reference -> Names.sayable(reference.name()))
                            .ifPresent(
                                    reference -> side.computeIfAbsent(reference.name(), name -> new LinkedHashSet<>())
                                            .add(reference.version()));
                }
            }
        }
        var both = after.keySet().stream().filter(before::containsKey).toList();
        var others = both.stream()
                .filter(name -> isAnother(versions(before, name), versions(after, name)))
                .toList();
        var raised = others.stream()
                .filter(name -> isHigher(versions(before, name), versions(after, name)))
                .toList();
        return new References(
                after.keySet().stream()
                        .filter(name -> !before.containsKey(name))
                        .toList(),
                before.keySet().stream()
                        .filter(name -> !after.containsKey(name))
                        .toList(),
                raised,
                others.stream().filter(name -> !raised.contains(name)).toList());
    }

    /** Whether a line is one that says at which version something is taken. */
    static boolean isIn(String line) {
        return REVISION.matcher(line).matches()
                || REFERENCES.stream().anyMatch(pattern -> pattern.matcher(line).matches());
    }

    private static Set<String> versions(Map<String, Set<String>> side, String name) {
        return side.getOrDefault(name, Set.of());
    }

    private static Optional<Reference> of(String line, Optional<String> hooks) {
        var revision = REVISION.matcher(line);
        if (revision.matches()) {
            return hooks.map(name -> new Reference(name, version(revision, 1)));
        }
        return REFERENCES.stream()
                .map(pattern -> pattern.matcher(line))
                .filter(Matcher::matches)
                .findFirst()
                .map(found -> new Reference(found.group(1), version(found, 2)));
    }

    /** A digest says nothing; the version that it stands for is in the comment behind it. */
    private static String version(Matcher found, int group) {
        var behind = found.group(group + 1);
        return behind == null ? found.group(group) : behind;
    }

    /** A line that only moved has the same one again, and {@code v4} is {@code v4.2.2} said more exactly. */
    private static boolean isAnother(Set<String> before, Set<String> after) {
        return Collections.disjoint(before, after)
                && before.stream().noneMatch(old -> after.stream().anyMatch(version -> isSameLess(old, version)));
    }

    private static boolean isSameLess(String one, String other) {
        var plain = one.startsWith("v") ? one.substring(1) : one;
        var otherPlain = other.startsWith("v") ? other.substring(1) : other;
        return plain.equals(otherPlain) || plain.startsWith(otherPlain + ".") || otherPlain.startsWith(plain + ".");
    }

    private static boolean isHigher(Set<String> before, Set<String> after) {
        return before.stream().allMatch(old -> after.stream().allMatch(version -> isHigher(old, version)));
    }

    private static boolean isHigher(String old, String version) {
        var from = NUMBERED.matcher(old);
        var to = NUMBERED.matcher(version);
        if (!from.matches() || !to.matches()) {
            return false;
        }
        var fromParts = from.group(1).split("\\.");
        var toParts = to.group(1).split("\\.");
        for (int i = 0; i < Math.min(fromParts.length, toParts.length); i++) {
            var difference = Integer.parseInt(toParts[i]) - Integer.parseInt(fromParts[i]);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return false;
    }
}
