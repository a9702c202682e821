package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.declarations.Declaration;
import io.comfortcommit.analysis.declarations.Enclosing;
import io.comfortcommit.analysis.drafting.CodeChange.Alteration;
import io.comfortcommit.analysis.drafting.CodeChange.Extent;
import io.comfortcommit.analysis.drafting.CodeChange.Part;
import io.comfortcommit.analysis.text.NameCharacters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the hunks of one file of code. */
final class CodeReading {
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import\\b|from\\s+\\S+\\s+import\\b|using\\s+[\\w.=\\s]+;|#\\s*include\\b|"
                    + "use\\s+[\\w:\\\\{]|require(?:_relative)?\\b|package\\s+[\\w.]+;?$|export\\s+\\*?\\s*\\{?.*\\bfrom\\s|"
                    + "(?:const|let|var)\\s+[\\w{},\\s]+=\\s*require\\().*");
    private static final Pattern ANNOTATION = Pattern.compile("^(?:@[\\w.]+(?:\\(.*)?|#\\[.*]|\\[\\w+.*])$");

    private static final Pattern CLOSING_WORD = Pattern.compile("(?:end|fi|done|esac|endif);?");

    private enum Side {
        OLD('-'),
        NEW('+');

        private final char sign;

        Side(char sign) {
            this.sign = sign;
        }
    }

    /** One changed line that stands in neither an added nor a removed declaration. */
    record Loose(String text, boolean added, String enclosing, int run) {}

    private final Map<String, Found> added = new LinkedHashMap<>();
    private final Map<String, Found> removed = new LinkedHashMap<>();
    private final List<Loose> loose = new ArrayList<>();
    private int runsBefore;

    private CodeReading() {}

    private static final class Found {
        private final Declaration declaration;
        private final boolean inner;
        private int lines;

        Found(Declaration declaration, boolean inner) {
            this.declaration = declaration;
            this.inner = inner;
        }

        Part part() {
            return new Part(declaration, lines);
        }
    }

    static CodeChange of(FileChange file) {
        if (file.hunks().isEmpty()) {
            return CodeChange.unknown();
        }
        var extent = extent(file.hunks());
        if (extent != Extent.CODE) {
            return new CodeChange(extent, List.of(), List.of(), Map.of(), Map.of());
        }
        var reading = new CodeReading();
        for (var hunk : file.hunks()) {
            reading.read(hunk, Side.OLD);
            reading.read(hunk, Side.NEW);
            reading.runsBefore += hunk.lines().size() + 1;
        }
        return reading.result();
    }

    private static Extent extent(List<Hunk> hunks) {
        var old = new ArrayList<String>();
        var current = new ArrayList<String>();
        for (var hunk : hunks) {
            for (var line : hunk.lines()) {
                var text = line.charAt(0) == ' ' ? "" : withoutSpace(line);
                if (!text.isEmpty()) {
                    (line.charAt(0) == '-' ? old : current).add(text);
                }
            }
        }
        if (String.join("", old).equals(String.join("", current))) {
            return Extent.WHITE_SPACE;
        }
        if (old.size() == current.size() && sorted(old).equals(sorted(current))) {
            return hunks.stream().flatMap(CodeReading::changed).allMatch(CodeReading::isImport)
                    ? Extent.IMPORTS
                    : Extent.ORDER;
        }
        if (hunks.stream().flatMap(CodeReading::changed).allMatch(Declaration::isComment)) {
            return Extent.COMMENTS;
        }
        return hunks.stream().flatMap(CodeReading::changed).allMatch(CodeReading::isImport)
                ? Extent.IMPORTS
                : Extent.CODE;
    }

    /** A line of a hunk without its sign. */
    private static String withoutSpace(String line) {
        var kept = new StringBuilder(line.length());
        for (int i = 1; i < line.length(); i++) {
            if (!NameCharacters.isSpace(line.charAt(i))) {
                kept.append(line.charAt(i));
            }
        }
        return kept.toString();
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static Stream<String> changed(Hunk hunk) {
        return hunk.lines().stream()
                .filter(line -> line.charAt(0) != ' ')
                .map(line -> line.substring(1).strip())
                .filter(line -> !line.isEmpty());
    }

    private static boolean isImport(String code) {
        return IMPORT.matcher(code).matches();
    }

    /** Goes through one side of a hunk, its context included, and gives each changed line to a declaration. */
    private void read(Hunk hunk, Side side) {
        var lines = hunk.lines().stream()
                .filter(line -> line.charAt(0) == ' ' || line.charAt(0) == side.sign)
                .toList();
        var runs = runs(hunk, side);
        var found = side == Side.NEW ? added : removed;
        Found open = null;
        var openIndentation = 0;
        for (int i = 0; i < lines.size(); i++) {
            var text = lines.get(i).substring(1);
            var code = text.strip();
            if (code.isEmpty()) {
                continue;
            }
            var indentation = Enclosing.indentation(text);
            var inside = open != null && indentation > openIndentation;
            var closes = open != null && indentation == openIndentation && isClosing(code);
            if (open != null && !inside && !closes) {
                open = null;
            }
            if (lines.get(i).charAt(0) == ' ') {
                continue;
            }
            var declaration = Declaration.in(text);
            if (inside || closes) {
                Objects.requireNonNull(open).lines++;
                declaration.ifPresent(inner -> found.putIfAbsent(key(inner), new Found(inner, true)));
            } else if (declaration.isPresent()) {
                open = found.computeIfAbsent(key(declaration.get()), key -> new Found(declaration.get(), false));
                open.lines++;
                openIndentation = indentation;
            } else if (!isClosing(code) && !Declaration.isComment(code) && !isImport(code) && !isAnnotation(code)) {
                loose.add(new Loose(code, side == Side.NEW, enclosing(hunk, lines, i), runs.get(i)));
            }
        }
    }

    /** For each line of a side the number of the run of changed lines that it is in: what was replaced by what. */
    private List<Integer> runs(Hunk hunk, Side side) {
        var runs = new ArrayList<Integer>();
        var number = runsBefore;
        for (var line : hunk.lines()) {
            if (line.charAt(0) == ' ') {
                number++;
            }
            if (line.charAt(0) == ' ' || line.charAt(0) == side.sign) {
                runs.add(number);
            }
        }
        return runs;
    }

    private static boolean isClosing(String code) {
        return !Enclosing.hasWord(code) || CLOSING_WORD.matcher(code).matches();
    }

    private static boolean isAnnotation(String code) {
        return ANNOTATION.matcher(code).matches() && !Alterations.isDeprecation(code);
    }

    /** The name of the declaration that a line is in; empty where there is none. */
    private static String enclosing(Hunk hunk, List<String> lines, int index) {
        var indentation = Enclosing.indentation(lines.get(index).substring(1));
        var line = Enclosing.above(i -> lines.get(i).substring(1), index);
        if (line == null) {
            var section = hunk.section();
            line = section != null && Enclosing.indentation(section) < indentation ? section : null;
        }
        return Optional.ofNullable(line)
                .flatMap(Declaration::in)
                .map(Declaration::name)
                .orElse("");
    }

    private static String key(Declaration declaration) {
        return declaration.kind() + " " + declaration.name();
    }

    private CodeChange result() {
        var altered = new LinkedHashMap<String, Alteration>();
        for (var entry : List.copyOf(added.entrySet())) {
            var before = removed.get(entry.getKey());
            if (before != null) {
                removed.remove(entry.getKey());
                added.remove(entry.getKey());
                var alteration = Alterations.ofDeclaration(
                        before.declaration,
                        entry.getValue().declaration,
                        Math.max(1, before.lines + entry.getValue().lines));
                if (alteration != null) {
                    altered.put(alteration.name(), alteration);
                }
            }
        }
        var renamed = renames();
        for (var alteration : Alterations.of(loose)) {
            altered.merge(alteration.name(), alteration, CodeReading::both);
        }
        // What stands in a new or renamed declaration is part of it.
        added.values().forEach(found -> altered.remove(found.declaration.name()));
        renamed.values().forEach(declaration -> altered.remove(declaration.name()));
        return new CodeChange(Extent.CODE, parts(added), parts(removed), renamed, altered);
    }

    private static Alteration both(Alteration first, Alteration second) {
        return new Alteration(
                first.name(),
                first.verb() == second.verb() || second.verb() == Verb.CHANGE ? first.verb() : Verb.CHANGE,
                first.lines() + second.lines());
    }

    private Map<Declaration, Declaration> renames() {
        var renamed = new LinkedHashMap<Declaration, Declaration>();
        var taken = new HashSet<String>();
        for (var before : List.copyOf(removed.values())) {
            var after = added.values().stream()
                    .filter(found -> !found.inner || before.inner)
                    .filter(found -> !taken.contains(key(found.declaration)))
                    .filter(found -> isRenamed(before, found))
                    .findFirst();
            after.ifPresent(found -> {
                taken.add(key(found.declaration));
                renamed.put(before.declaration, found.declaration);
            });
        }
        renamed.forEach((before, after) -> {
            removed.remove(key(before));
            added.remove(key(after));
        });
        // Members of a renamed type stay where they were.
        renamed.keySet().removeIf(before -> isOnlyConstructor(before, renamed.keySet()));
        return renamed;
    }

    /** The same but for the name, and about as long: a signature alone can be alike by chance. */
    private static boolean isRenamed(Found before, Found after) {
        var old = before.declaration;
        var current = after.declaration;
        return old.kind() == current.kind()
                && old.kind() != Declaration.Kind.TEST
                && !old.signature().endsWith("(")
                && old.signature().length() > old.name().length() + 3
                && without(old).equals(without(current))
                && Math.abs(before.lines - after.lines) * 5 <= Math.max(before.lines, after.lines);
    }

    private static boolean isOnlyConstructor(Declaration declaration, Set<Declaration> all) {
        return declaration.kind() == Declaration.Kind.FUNCTION
                && all.stream()
                        .anyMatch(other -> other.kind() == Declaration.Kind.TYPE
                                && other.name().equals(declaration.name()));
    }

    private static String without(Declaration declaration) {
        return declaration.signature().replaceFirst(Pattern.quote(declaration.name()), "");
    }

    private static List<Part> parts(Map<String, Found> found) {
        return found.values().stream()
                .filter(one -> !one.inner)
                .map(Found::part)
                .sorted(Comparator.comparingInt(Part::lines).reversed())
                .toList();
    }
}
