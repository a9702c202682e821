package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A change as a learner sees it: named features and their weights. Each name is a word with a prefix that says where it is
 * from, so that a learner's reason can be told to a person.
 */
final class ChangeFeatures {
    /** Changed lines that are looked at; a change with more shows its nature in them. */
    private static final int MOST_LINES = 1_500;

    private static final int MOST_LINES_OF_FILE = 400;
    private static final int LONGEST_LINE = 300;
    private static final int LONGEST_WORD = 24;
    private static final int MOST_FILES = 60;
    private static final int DEEPEST = 5;

    private final Map<String, Float> weights = new LinkedHashMap<>();
    private final Map<String, Integer> words = new LinkedHashMap<>();
    private int lines;

    private ChangeFeatures() {}

    /** @param evidence what else is known of the change, one name each */
    static Map<String, Float> of(ChangeSet change, Collection<String> evidence) {
        var features = new ChangeFeatures();
        var handWritten = change.files().stream()
                .filter(file -> PathKind.of(file.path()).handWritten())
                .toList();
        var files = handWritten.isEmpty() ? change.files() : handWritten;
        features.shape(change, files);
        features.paths(files);
        files.forEach(features::lines);
        features.sameness();
        features.countWords();
        evidence.forEach(name -> features.set(name, 1));
        return features.weights;
    }

    /** Whether a feature is a word of the diff and not a name of its structure. */
    static boolean isWord(String feature) {
        return feature.charAt(0) == '+' || feature.charAt(0) == '-' || feature.startsWith("within:");
    }

    private void set(String name, float weight) {
        weights.merge(name, weight, Math::max);
    }

    private void shape(ChangeSet change, List<FileChange> files) {
        var kinds = EnumSet.noneOf(PathKind.class);
        files.forEach(file -> kinds.add(PathKind.of(file.path())));
        var set = kinds.stream().map(PathKind::name).collect(Collectors.joining("+"));
        var insertions = files.stream().mapToInt(FileChange::insertions).sum();
        var deletions = files.stream().mapToInt(FileChange::deletions).sum();
        var balance = balance(insertions, deletions);
        var fresh = count(files, FileChange.Kind.ADDED);
        var gone = count(files, FileChange.Kind.DELETED);
        set("always", 1);
        set("kinds:" + set, 1);
        set("balance:" + balance, 1);
        set("kinds+balance:" + set + " " + balance, 1);
        set("kinds+size:" + set + " " + bucket(insertions + deletions), 1);
        set("inserted:" + bucket(insertions), 1);
        set("deleted:" + bucket(deletions), 1);
        set("size:" + bucket(insertions + deletions), 1);
        set("files:" + bucket(files.size()), 1);
        set("all files:" + bucket(change.files().size()), 1);
        set("new files:" + bucket(fresh), 1);
        set("deleted files:" + bucket(gone), 1);
        set("renamed files:" + bucket(count(files, FileChange.Kind.RENAMED)), 1);
        set("new+gone:" + (fresh > 0) + (gone > 0) + " " + set, 1);
        set(
                "hunks:"
                        + bucket(files.stream()
                                .mapToInt(file -> file.hunks().size())
                                .sum()),
                1);
        change.files().stream()
                .map(file -> PathKind.of(file.path()))
                .filter(kind -> !kind.handWritten())
                .distinct()
                .forEach(kind -> set("along:" + kind, 1));
    }

    private static int count(List<FileChange> files, FileChange.Kind kind) {
        return (int) files.stream().filter(file -> file.kind() == kind).count();
    }

    private static int bucket(int number) {
        return 32 - Integer.numberOfLeadingZeros(number);
    }

    private static String balance(int insertions, int deletions) {
        if (insertions + deletions == 0) {
            return "none";
        }
        var share = (double) insertions / (insertions + deletions);
        return share == 1 ? "only added" : share == 0 ? "only removed" : "added " + (int) (share * 5) * 20 + "%";
    }

    private void paths(List<FileChange> files) {
        files.stream().limit(MOST_FILES).forEach(file -> {
            var path = file.path();
            var kind = PathKind.of(path);
            set("kind:" + kind, 1);
            set("kind+change:" + kind + " " + file.kind(), 1);
            var parts = path.split("/");
            var name = parts[parts.length - 1];
            for (int i = 0; i < parts.length - 1; i++) {
                if (i < DEEPEST) {
                    set("in:" + String.join("/", List.of(parts).subList(0, i + 1)), 1);
                }
                set("folder:" + parts[i], 1);
            }
            set("file:" + path, 1);
            set("name:" + name, 1);
            var dot = name.lastIndexOf('.');
            set("extension:" + (dot < 0 ? name : name.substring(dot)), 1);
            pieces(dot > 0 ? name.substring(0, dot) : name).forEach(piece -> set("named:" + piece, 1));
        });
        var top = new TreeSet<String>();
        files.forEach(file -> top.add(
                file.path().contains("/") ? file.path().substring(0, file.path().indexOf('/')) : "."));
        set(top.size() <= 3 ? "only in:" + String.join(" ", top) : "in many folders", 1);
    }

    private void lines(FileChange file) {
        var prefix = switch (PathKind.of(file.path())) {
            case TEST -> "t";
            case DOCUMENTATION -> "d";
            case SOURCE -> "";
            default -> "c";
        };
        var read = 0;
        for (var hunk : file.hunks()) {
            var section = hunk.section();
            if (section != null) {
                pieces(section).forEach(piece -> words.merge("within:" + piece, 1, Integer::sum));
            }
            for (var line : hunk.lines()) {
                var sign = line.charAt(0);
                if (sign == ' ') {
                    continue;
                }
                if (read++ >= MOST_LINES_OF_FILE || lines++ >= MOST_LINES) {
                    return;
                }
                for (var piece : pieces(line.substring(1, Math.min(line.length(), LONGEST_LINE)))) {
                    words.merge(sign + prefix + ":" + piece, 1, Integer::sum);
                }
            }
        }
    }

    /** How many of the words that go come again: all where only the form changes or lines move, few where things do. */
    private void sameness() {
        var gone = 0;
        var again = 0;
        for (var word : words.entrySet()) {
            var name = word.getKey();
            if (name.charAt(0) == '-') {
                gone += word.getValue();
                again += Math.min(word.getValue(), words.getOrDefault("+" + name.substring(1), 0));
            }
        }
        var come = words.entrySet().stream()
                .filter(word -> word.getKey().charAt(0) == '+')
                .mapToInt(Map.Entry::getValue)
                .sum();
        if (gone + come > 0) {
            var alike = 2 * again * 10 / (gone + come);
            set("alike:" + alike, 1);
            set("alike+size:" + alike + " " + bucket(gone + come), 1);
            set("only numbers or signs:" + (gone + come == 2 * again), 1);
        }
        set("distinct words:" + bucket(words.size()), 1);
    }

    private void countWords() {
        words.forEach((word, count) -> set(word, (float) (1 + Math.log(count))));
    }

    /** Words of a text and of its names, in lower case: {@code readAll} is {@code read} and {@code all}. */
    static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        var start = -1;
        for (int i = 0; i <= text.length(); i++) {
            var letter = i < text.length() && Character.isLetter(text.charAt(i));
            var breaks = letter
                    && start >= 0
                    && Character.isUpperCase(text.charAt(i))
                    && (Character.isLowerCase(text.charAt(i - 1))
                            || i + 1 < text.length() && Character.isLowerCase(text.charAt(i + 1)));
            if (start >= 0 && (!letter || breaks)) {
                if (i - start > 1) {
                    pieces.add(text.substring(start, Math.min(i, start + LONGEST_WORD))
                            .toLowerCase(Locale.ROOT));
                }
                start = -1;
            }
            if (letter && start < 0) {
                start = i;
            }
        }
        return pieces;
    }
}
