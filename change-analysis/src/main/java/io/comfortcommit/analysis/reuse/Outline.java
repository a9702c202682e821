package io.comfortcommit.analysis.reuse;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a change is made of, as far as a message could be wrong about it.
 *
 * @param paths of all files
 * @param shape kinds of files and of what happened to them; equal for changes that do the same to the same kinds of files
 * @param removed words of the removed lines and of the old paths, in lower case
 * @param added words of the added lines and of the new paths, in lower case
 * @param lines pairs of a removed line and the added one in its place, as words, each once, in order
 */
public record Outline(
        Set<String> paths, Set<String> shape, Set<String> removed, Set<String> added, List<Replaced> lines) {

    /** A line in place of another, with as many words. */
    public record Replaced(List<String> before, List<String> after) {
        /** The words that stayed, those that changed left open. */
        List<String> frame() {
            var frame = new ArrayList<String>();
            for (int i = 0; i < before.size(); i++) {
                frame.add(before.get(i).equals(after.get(i)) ? before.get(i) : "");
            }
            return frame;
        }
    }

    /** Names with their dots, slashes and dashes: versions, packages, paths. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_@][\\p{L}\\p{N}_.@/+-]*+");

    private static final int MOST_WORDS = 20_000;
    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 400;

    static final Pattern VERSION = Pattern.compile("[vV^~]?(\\d+(?:\\.\\d+)+(?:[-+.][\\p{Alnum}.+-]+)?|\\d+)");

    public static Outline of(ChangeSet change) {
        var paths = new TreeSet<String>();
        var shape = new TreeSet<String>();
        var removed = new HashSet<String>();
        var added = new HashSet<String>();
        var lines = new LinkedHashSet<Replaced>();
        for (var file : change.files()) {
            paths.add(file.path());
            var kind = PathKind.of(file.path());
            if (kind.handWritten()) {
                shape.add(kind + " " + file.kind() + " " + balance(file));
            }
            for (var path : new String[] {file.oldPath(), file.newPath()}) {
                if (path != null) {
                    words(path).forEach(word -> addWithParts(word, path.equals(file.newPath()) ? added : removed));
                }
            }
            file.hunks().forEach(hunk -> read(hunk, kind, removed, added, lines));
        }
        if (shape.isEmpty()) {
            change.files().forEach(file -> shape.add(PathKind.of(file.path()) + " " + file.kind()));
        }
        return new Outline(paths, shape, removed, added, List.copyOf(lines));
    }

    private static String balance(FileChange file) {
        return file.insertions() == 0 ? "less" : file.deletions() == 0 ? "more" : "other";
    }

    private static void read(
            FileChange.Hunk hunk, PathKind kind, Set<String> removed, Set<String> added, Set<Replaced> lines) {
        var before = new ArrayList<List<String>>();
        var after = new ArrayList<List<String>>();
        for (var line : hunk.lines()) {
            var sign = line.charAt(0);
            if (sign == ' ' || sign == '-' && !after.isEmpty()) {
                pair(before, after, kind, lines);
            }
            if (sign == ' ' || line.length() > LONGEST_LINE) {
                continue;
            }
            var words = words(line.substring(1));
            (sign == '-' ? before : after).add(words);
            var side = sign == '-' ? removed : added;
            if (side.size() < MOST_WORDS) {
                words.forEach(word -> addWithParts(word, side));
            }
        }
        pair(before, after, kind, lines);
    }

    private static void pair(List<List<String>> before, List<List<String>> after, PathKind kind, Set<Replaced> lines) {
        if (before.size() == after.size() && kind.handWritten()) {
            for (int i = 0; i < before.size() && lines.size() < MOST_LINES; i++) {
                if (before.get(i).size() == after.get(i).size()
                        && !before.get(i).equals(after.get(i))) {
                    lines.add(new Replaced(before.get(i), after.get(i)));
                }
            }
        }
        before.clear();
        after.clear();
    }

    /** In the text's case; a dot or dash at a word's end isn't part of it. */
    static List<String> words(String text) {
        var words = new ArrayList<String>();
        var found = WORD.matcher(text);
        while (found.find()) {
            var word = found.group();
            var end = word.length();
            while (end > 1 && ".-/+@".indexOf(word.charAt(end - 1)) >= 0) {
                end--;
            }
            words.add(word.substring(0, end));
        }
        return words;
    }

    /** {@code actions/checkout@v4} is itself, {@code actions}, {@code actions/checkout}, {@code checkout}, {@code v4} and {@code 4}. */
    private static void addWithParts(String word, Set<String> words) {
        var lower = word.toLowerCase(Locale.ROOT);
        words.add(lower);
        words.add(bare(lower));
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) == '@' && i > 0) {
                words.add(lower.substring(0, i));
                words.add(bare(lower.substring(i + 1)));
            }
        }
        if (!VERSION.matcher(lower).matches()) {
            for (var part : lower.split("[^\\p{L}\\p{N}]+", -1)) {
                if (part.length() > 1 && !part.chars().allMatch(Character::isDigit)) {
                    words.add(part);
                }
            }
            for (var part : word.split("(?<=\\p{Ll})(?=\\p{Lu})|[^\\p{L}]+", -1)) {
                if (part.length() > 1) {
                    words.add(part.toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    /** A version without what is written before it. */
    static String bare(String word) {
        var version = VERSION.matcher(word);
        return version.matches() ? version.group(1) : word;
    }

    /** Whether a folder that something changed in is called so. */
    boolean isPlace(String word) {
        return paths.stream().anyMatch(path -> ("/" + path.toLowerCase(Locale.ROOT)).contains("/" + word + "/"));
    }

    boolean has(String word) {
        return added.contains(word) || removed.contains(word);
    }

    /**
     * What stands in another change where something stands in this one; empty where the two can't be laid over one another.
     * The lines that were replaced must agree in their frames: as many words, and the same changed ones.
     */
    Map<String, String> inPlacesOf(Outline other) {
        var slots = new HashMap<String, String>();
        if (lines.isEmpty() || lines.size() != other.lines.size()) {
            return Map.of();
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!put(lines.get(i), other.lines.get(i), slots)) {
                return Map.of();
            }
        }
        return slots;
    }

    private static boolean put(Replaced mine, Replaced theirs, Map<String, String> slots) {
        if (mine.before.size() != theirs.before.size()) {
            return false;
        }
        var frame = mine.frame();
        var otherFrame = theirs.frame();
        for (int i = 0; i < frame.size(); i++) {
            if (frame.get(i).isEmpty() != otherFrame.get(i).isEmpty()
                    || !put(mine.before.get(i), theirs.before.get(i), slots)
                    || !put(mine.after.get(i), theirs.after.get(i), slots)) {
                return false;
            }
        }
        return true;
    }

    /** One thing has one counterpart. */
    private static boolean put(String mine, String theirs, Map<String, String> slots) {
        if (mine.contains("@") && theirs.contains("@") && mine.indexOf('@') > 0 && theirs.indexOf('@') > 0) {
            return put(mine.substring(0, mine.indexOf('@')), theirs.substring(0, theirs.indexOf('@')), slots)
                    && put(mine.substring(mine.indexOf('@') + 1), theirs.substring(theirs.indexOf('@') + 1), slots);
        }
        var earlier = slots.put(bare(mine.toLowerCase(Locale.ROOT)), bare(theirs));
        return earlier == null || earlier.equals(bare(theirs));
    }
}
