package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.declarations.Declaration;
import io.comfortcommit.analysis.drafting.CodeChange.Alteration;
import io.comfortcommit.analysis.drafting.CodeChange.Extent;
import io.comfortcommit.analysis.drafting.CodeChange.Part;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that there is to say about a change, the weightiest first. */
final class Points {
    /** More keys than this are better said as "change the file". */
    private static final int MOST_KEYS = 6;

    private static final Set<String> KEYED = Set.of(
            "yml",
            "yaml",
            "json",
            "json5",
            "jsonc",
            "toml",
            "ini",
            "cfg",
            "conf",
            "config",
            "properties",
            "env",
            "tfvars");
    private static final Pattern TEST_WORDS = Pattern.compile(
            "(?:Tests?|TestCase|IT|Specs?)$|^Test(?=[A-Z])|[_.-](?:tests?|spec|e2e|cy)$|^test_", Pattern.UNICODE_CASE);

    private final Labels labels;
    private final List<Point> points = new ArrayList<>();
    /** Declarations that left one file for another, by kind and name. */
    private final Map<String, Move> moves;

    private record Move(Declaration declaration, Touched to, int lines) {}

    private Points(Labels labels, Map<String, Move> moves) {
        this.labels = labels;
        this.moves = moves;
    }

    static List<Point> of(List<Touched> files, Labels labels) {
        var points = new Points(labels, moves(files));
        files.forEach(points::add);
        points.moves.values().forEach(points::add);
        return merged(points.points);
    }

    private static Map<String, Move> moves(List<Touched> files) {
        var left = new HashMap<String, Integer>();
        files.forEach(file -> file.code().removed().forEach(part -> left.merge(key(part), 1, Integer::sum)));
        var arrived = new LinkedHashMap<String, Move>();
        var twice = new LinkedHashSet<String>();
        for (var file : files) {
            for (var part : file.code().added()) {
                if (left.getOrDefault(key(part), 0) == 1
                        && arrived.put(key(part), new Move(part.declaration(), file, part.lines())) != null) {
                    twice.add(key(part));
                }
            }
        }
        arrived.keySet().removeAll(twice);
        return arrived;
    }

    private static String key(Part part) {
        return part.declaration().kind() + " " + part.declaration().name();
    }

    private void add(Move move) {
        var label = labels.of(move.to().path());
        var name = Names.clean(move.declaration().name());
        say(
                Verb.MOVE,
                move.to(),
                List.of(name),
                label.equals(name) ? labels.file(move.to().path()) : label,
                move.lines());
    }

    private void add(Touched touched) {
        var file = touched.file();
        if (touched.isSubmodule()) {
            say(pick(touched, Verb.ADD_SUBMODULE, Verb.REMOVE_SUBMODULE, Verb.MOVE_SUBMODULE), touched, file());
        } else if (touched.isLink()) {
            var otherwise = touched.becameLink() ? Verb.LINK : Verb.RELINK;
            say(pick(touched, Verb.LINK, Verb.UNLINK, otherwise), touched, file());
        } else {
            switch (file.kind()) {
                case MODE -> addMode(touched);
                case RENAMED, COPIED -> addRename(touched);
                case ADDED -> addNew(touched);
                case DELETED -> addDeleted(touched);
                case MODIFIED -> addModified(touched);
            }
        }
    }

    private static Verb pick(Touched touched, Verb added, Verb deleted, Verb otherwise) {
        return touched.is(Kind.ADDED) ? added : touched.is(Kind.DELETED) ? deleted : otherwise;
    }

    private void addMode(Touched touched) {
        var verb = touched.becameExecutable()
                ? Verb.MAKE_EXECUTABLE
                : touched.becamePlain() ? Verb.MAKE_PLAIN : Verb.CHANGE_MODE;
        say(verb, touched, file());
    }

    private void addRename(Touched touched) {
        var file = touched.file();
        var oldPath = file.oldPath() == null ? file.path() : file.oldPath();
        var sameFolder = Labels.folderOf(oldPath).equals(Labels.folderOf(file.path()));
        var sameName = Labels.name(oldPath).equals(Labels.name(file.path()));
        if (touched.is(Kind.COPIED)) {
            say(
                    Verb.COPY,
                    touched,
                    List.of(labels.of(oldPath)),
                    sameName ? place(file.path()) : labels.of(file.path()));
        } else if (sameName && !sameFolder) {
            say(Verb.MOVE, touched, List.of(labels.of(file.path())), place(file.path()));
        } else {
            say(Verb.RENAME, touched, List.of(labels.of(oldPath)), labels.of(file.path()));
        }
        if (!touched.isMove() && !file.hunks().isEmpty()) {
            addModified(touched);
        }
    }

    /** The folder of a path; the root has no name but its sign. */
    private String place(String path) {
        var folder = Labels.folderOf(path);
        return folder.isEmpty() ? "/" : labels.folder(folder);
    }

    private void addNew(Touched touched) {
        switch (touched.about()) {
            case TEST -> {
                if (isTest(touched)) {
                    say(Verb.COVER, touched, List.of(tested(touched)));
                } else {
                    say(Verb.ADD, touched, file());
                }
            }
            case SOURCE -> addNewSource(touched);
            case LOCKFILE, GENERATED, VENDORED, DOCUMENTATION, BUILD, CI, CONFIGURATION, OTHER ->
                say(Verb.ADD, touched, file());
        }
    }

    private void addNewSource(Touched touched) {
        var added = unmoved(touched.code().added());
        if (added.isEmpty() && !touched.code().added().isEmpty()) {
            return;
        }
        var label = labels.of(touched.path());
        var types = names(added, Declaration.Kind.TYPE);
        var functions = names(added, Declaration.Kind.FUNCTION);
        if (types.contains(label) || types.isEmpty() && functions.isEmpty()) {
            say(Verb.ADD, touched, List.of(label));
        } else if (!types.isEmpty()) {
            say(Verb.ADD, touched, types);
        } else {
            say(Verb.ADD_WITH, touched, functions, label);
        }
    }

    private void addDeleted(Touched touched) {
        var removed = unmoved(touched.code().removed());
        if (removed.isEmpty() && !touched.code().removed().isEmpty()) {
            return;
        }
        if (touched.about() == PathKind.TEST && isTest(touched)) {
            say(Verb.REMOVE_TESTS, touched, List.of(tested(touched)));
        } else {
            say(Verb.REMOVE, touched, List.of(labels.of(touched.path())));
        }
    }

    private void addModified(Touched touched) {
        if (touched.file().binary()) {
            say(Verb.REPLACE, touched, file());
            return;
        }
        switch (touched.about()) {
            case LOCKFILE, VENDORED -> say(Verb.UPDATE, touched, file());
            case GENERATED -> say(Verb.REGENERATE, touched, file());
            case TEST -> addModifiedTest(touched);
            case DOCUMENTATION -> addModifiedPage(touched);
            case BUILD -> addModifiedBuild(touched);
            case CI, CONFIGURATION, OTHER -> addModifiedKeys(touched);
            case SOURCE -> addModifiedSource(touched);
        }
        if (touched.becameExecutable() || touched.becamePlain()) {
            addMode(touched);
        }
    }

    private void addModifiedTest(Touched touched) {
        var code = touched.code();
        if (!isTest(touched)) {
            say(verb(code.extent()), touched, file());
        } else if (code.extent() == Extent.UNKNOWN || code.extent() == Extent.CODE) {
            var verb = code.added().isEmpty()
                            || code.added().size() < code.removed().size()
                    ? Verb.CHANGE_TESTS
                    : Verb.EXTEND_TESTS;
            say(verb, touched, List.of(tested(touched)));
        } else {
            say(verb(code.extent()), touched, file());
        }
    }

    /** A folder of tests holds what they need as well. */
    private static boolean isTest(Touched touched) {
        return PathKind.isNamedAsTest(touched.path())
                || Stream.of(touched.code().added(), touched.code().removed())
                        .flatMap(List::stream)
                        .anyMatch(part -> part.declaration().kind() == Declaration.Kind.TEST
                                || part.declaration().name().matches("[Tt]est(?:_?[A-Z]|_).*"));
    }

    private void addModifiedPage(Touched touched) {
        var sections = Keys.ofHeadings(touched.file()).added();
        if (sections.isEmpty() || sections.size() > MOST_KEYS) {
            say(Verb.REVISE, touched, file());
        } else {
            say(Verb.ADD_SECTION, touched, sections, labels.of(touched.path()));
        }
    }

    private void addModifiedBuild(Touched touched) {
        var dependencies = Keys.ofDependencies(touched.file());
        if (dependencies.isEmpty()) {
            addModifiedKeys(touched);
            return;
        }
        say(Verb.ADD_DEPENDENCY, touched, dependencies.added());
        say(Verb.REMOVE_DEPENDENCY, touched, dependencies.removed());
        say(Verb.BUMP, touched, dependencies.changed());
    }

    private void addModifiedKeys(Touched touched) {
        var name = Labels.name(touched.path());
        var isKeyed = name.startsWith(".env") || KEYED.contains(name.substring(name.lastIndexOf('.') + 1));
        var keys = isKeyed ? Keys.ofConfiguration(touched.file()) : new Keys(List.of(), List.of(), List.of());
        var isReferring = name.endsWith(".yml") || name.endsWith(".yaml");
        var said = isReferring && addReferences(touched);
        var all = keys.added().size() + keys.removed().size() + keys.changed().size();
        if (all == 0 && !said || all > MOST_KEYS) {
            say(Verb.CHANGE, touched, file());
            return;
        }
        var label = labels.of(touched.path());
        say(Verb.SET_KEY, touched, keys.added(), label);
        say(Verb.CHANGE_KEY, touched, keys.changed(), label);
        say(Verb.REMOVE_KEY, touched, keys.removed(), label);
    }

    /** @return whether there was anything to say */
    private boolean addReferences(Touched touched) {
        var references = References.of(touched.file());
        var label = labels.of(touched.path());
        say(Verb.BUMP, touched, references.raised());
        say(Verb.CHANGE_KEY, touched, references.changed(), label);
        say(Verb.ADD, touched, references.added(), label);
        say(Verb.REMOVE, touched, references.removed(), label);
        return !references.isEmpty();
    }

    private void addModifiedSource(Touched touched) {
        var code = touched.code();
        var label = labels.of(touched.path());
        if (code.extent() != Extent.CODE) {
            say(verb(code.extent()), touched, List.of(label));
            return;
        }
        var before = points.size();
        var added = unmoved(code.added());
        var removed = unmoved(code.removed());
        sayMembers(Verb.ADD, touched, added, label);
        sayMembers(Verb.REMOVE, touched, removed, label);
        code.renamed()
                .forEach((old, current) ->
                        say(Verb.RENAME, touched, List.of(old.name()), Names.clean(current.name()), 2));
        var byVerb = new LinkedHashMap<Verb, List<Alteration>>();
        code.altered().values().stream()
                .sorted(Comparator.comparingInt(Alteration::lines).reversed())
                .forEach(alteration -> byVerb.computeIfAbsent(alteration.verb(), verb -> new ArrayList<>())
                        .add(alteration));
        byVerb.forEach((verb, alterations) -> addAlterations(touched, label, verb, alterations));
        var moved = code.added().size() - added.size() + code.removed().size() - removed.size();
        if (points.size() == before && moved == 0) {
            say(Verb.CHANGE, touched, List.of(label));
        }
    }

    /** A constructor is called as its type is, and so says nothing of its own. */
    private void sayMembers(Verb verb, Touched touched, List<Part> parts, String label) {
        var members = parts.stream()
                .filter(part -> !part.declaration().name().equals(label))
                .toList();
        say(verb, touched, names(members), label, lines(members));
    }

    /** What stands in no declaration, or in the type that the file is called after, is said of the file. */
    private void addAlterations(Touched touched, String label, Verb verb, List<Alteration> alterations) {
        var members = alterations.stream()
                .filter(alteration -> !isFile(alteration, label))
                .toList();
        var file = alterations.stream()
                .filter(alteration -> isFile(alteration, label))
                .mapToInt(Alteration::lines)
                .sum();
        say(
                verb,
                touched,
                members.stream().map(Alteration::name).toList(),
                verb.saysPlace() || Wording.isType(label) ? label : null,
                members.stream().mapToInt(Alteration::lines).sum());
        if (file > 0 && (members.isEmpty() || verb != Verb.CHANGE)) {
            say(verb, touched, List.of(label), null, file);
        }
    }

    private static boolean isFile(Alteration alteration, String label) {
        return alteration.name().isEmpty() || alteration.name().equals(label) || !Names.sayable(alteration.name());
    }

    private static Verb verb(Extent extent) {
        return switch (extent) {
            case UNKNOWN, CODE -> Verb.CHANGE;
            case WHITE_SPACE -> Verb.REFORMAT;
            case ORDER -> Verb.REORDER;
            case COMMENTS -> Verb.COMMENT;
            case IMPORTS -> Verb.IMPORTS;
        };
    }

    private List<Part> unmoved(List<Part> parts) {
        return parts.stream().filter(part -> !moves.containsKey(key(part))).toList();
    }

    private static List<String> names(List<Part> parts) {
        return parts.stream().map(part -> part.declaration().name()).toList();
    }

    private static List<String> names(List<Part> parts, Declaration.Kind kind) {
        return names(
                parts.stream().filter(part -> part.declaration().kind() == kind).toList());
    }

    private static int lines(List<Part> parts) {
        return parts.stream().mapToInt(Part::lines).sum();
    }

    /** What a test is called after. */
    private String tested(Touched touched) {
        var name = Labels.name(touched.path());
        var dot = name.lastIndexOf('.');
        var stem = TEST_WORDS.matcher(dot > 0 ? name.substring(0, dot) : name).replaceAll("");
        var clean = Names.clean(stem);
        return clean.isEmpty() || clean.equals("index") || !Names.sayable(clean) || !Names.sayable(name)
                ? labels.of(touched.path())
                : clean;
    }

    /** Stands for the file's own label. */
    private static List<String> file() {
        return List.of();
    }

    private void say(Verb verb, Touched touched, List<String> names) {
        var said = names.isEmpty() && !isOfNames(verb) ? List.of(labels.of(touched.path())) : names;
        say(verb, touched, said, null, touched.weight());
    }

    private static boolean isOfNames(Verb verb) {
        return verb == Verb.ADD_DEPENDENCY || verb == Verb.REMOVE_DEPENDENCY || verb == Verb.BUMP;
    }

    private void say(Verb verb, Touched touched, List<String> names, String place) {
        say(verb, touched, names, place, touched.weight());
    }

    /** Nothing is said of no names; of names that can't be quoted only that their place has changed. */
    private void say(Verb verb, Touched touched, List<String> names, @Nullable String place, int weight) {
        if (names.isEmpty()) {
            return;
        }
        var sayable = names.stream()
                .map(Names::clean)
                .filter(Names::sayable)
                .distinct()
                .toList();
        if (sayable.isEmpty()) {
            points.add(new Point(Verb.CHANGE, touched.about(), List.of(labels.of(touched.path())), null, weight));
        } else {
            points.add(new Point(verb, touched.about(), sayable, place, weight));
        }
    }

    /** Points that say the same of several names are one. */
    private static List<Point> merged(List<Point> points) {
        record Same(Verb verb, PathKind about, @Nullable String place) {}
        var groups = new LinkedHashMap<Same, List<Point>>();
        for (var point : points) {
            groups.computeIfAbsent(new Same(point.verb(), point.about(), point.place()), same -> new ArrayList<>())
                    .add(point);
        }
        return groups.values().stream()
                .map(Points::merge)
                .sorted(Comparator.comparingInt(Point::weight).reversed())
                .toList();
    }

    private static Point merge(List<Point> group) {
        var first = group.getFirst();
        var names = group.stream()
                .sorted(Comparator.comparingInt(Point::weight).reversed())
                .flatMap(point -> point.names().stream())
                .distinct()
                .toList();
        return new Point(
                first.verb(),
                first.about(),
                names,
                first.place(),
                group.stream().mapToInt(Point::weight).sum());
    }
}
