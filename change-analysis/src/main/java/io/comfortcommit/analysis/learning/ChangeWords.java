package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.declarations.Declaration;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words that a change has, and where: names as they are written and what they are made of, in lower case.
 *
 * @param places for each word the places that it is in, as bits
 * @param versions that the added lines and new files have and nothing before had; the first is the one to speak of
 * @param oldVersions that the removed lines have, each replaced by the one at the same place of {@code versions}
 */
record ChangeWords(Map<String, Integer> places, List<String> versions, List<String> oldVersions) {
    static final int FILE = 1;
    static final int FOLDER = 2;
    static final int ADDED = 4;
    static final int REMOVED = 8;
    static final int OFTEN = 16;
    static final int NAMED = 32;
    static final int NAMED_FIRST = 64;
    static final int TWICE = 128;
    static final int VERY_OFTEN = 256;
    /** In what encloses a hunk. */
    static final int AROUND = 512;
    /** In an added line that is written for people: a comment, or any line of a page. */
    static final int PROSE = 1024;
    /** Stands by itself somewhere, not only as a piece of a longer name. */
    static final int WHOLE = 2048;
    /** In the lines of source, not only in those of tests, pages and builds. */
    static final int SOURCE = 4096;
    /** In the lines or the path of the file with the most changed lines. */
    static final int LARGEST = 8192;
    /** In the lines of two files or more. */
    static final int SEVERAL_FILES = 16384;
    /** Bits that say where a word is; those above say in what kind of line. */
    static final int WHERE = 1023;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
    private static final Pattern VERSION =
            Pattern.compile("(?<![\\w.])v?\\d+(?:\\.\\d+){1,3}(?:-[A-Za-z]+[.\\d]*)?(?![\\w])");
    private static final int MOST_LINES = 600;
    private static final int MOST_FILES = 60;
    private static final int MOST_WORDS = 900;
    private static final int LONGEST_LINE = 240;

    /** @param names what a draft would speak of, the first first */
    static ChangeWords of(ChangeSet change, Collection<String> names) {
        var places = new LinkedHashMap<String, Integer>();
        var isFirst = true;
        for (var name : names) {
            put(places, name, isFirst ? NAMED | NAMED_FIRST : NAMED);
            isFirst = false;
        }
        var files = change.files().stream()
                .filter(file -> PathKind.of(file.path()).handWritten())
                .limit(MOST_FILES)
                .toList();
        if (files.isEmpty()) {
            files = change.files().stream().limit(MOST_FILES).toList();
        }
        var largest = files.stream()
                .max(Comparator.comparingInt((FileChange file) -> file.insertions() + file.deletions()))
                .orElse(null);
        for (var file : files) {
            var slash = file.path().lastIndexOf('/');
            var which = file == largest ? LARGEST : 0;
            put(places, file.path().substring(slash + 1), FILE | which);
            put(places, slash < 0 ? "" : file.path().substring(0, slash), FOLDER | which);
        }
        var counts = new LinkedHashMap<String, Integer>();
        var inLines = new HashSet<String>();
        for (var file : files) {
            var ofFile = new HashSet<String>();
            lines(file, file == largest ? LARGEST : 0, places, counts, ofFile);
            for (var word : ofFile) {
                if (!inLines.add(word)) {
                    places.merge(word, SEVERAL_FILES, (one, other) -> one | other);
                }
            }
        }
        counts.forEach((word, count) -> {
            if (count >= 2) {
                var often = count >= 10 ? VERY_OFTEN : count >= 4 ? OFTEN : TWICE;
                places.merge(word, often, (one, other) -> one | other);
            }
        });
        var versions = new ArrayList<String>();
        var oldVersions = new ArrayList<String>();
        files.forEach(file -> versions(file, versions, oldVersions));
        return new ChangeWords(places, versions, oldVersions);
    }

    private static void lines(
            FileChange file, int which, Map<String, Integer> places, Map<String, Integer> counts, Set<String> ofFile) {
        var read = 0;
        var kind = PathKind.of(file.path());
        var place = which | (kind == PathKind.SOURCE ? SOURCE : 0);
        for (var hunk : file.hunks()) {
            if (hunk.section() != null) {
                put(places, hunk.section(), AROUND);
            }
            for (var line : hunk.lines()) {
                if (line.charAt(0) == ' ') {
                    continue;
                }
                if (read++ > MOST_LINES || places.size() > MOST_WORDS) {
                    return;
                }
                var text = line.substring(1, Math.min(line.length(), LONGEST_LINE));
                var isAdded = line.charAt(0) == '+';
                var isProse = isAdded && (kind == PathKind.DOCUMENTATION || Declaration.isComment(text.strip()));
                put(places, text, place | (isAdded ? ADDED : REMOVED) | (isProse ? PROSE : 0));
                for (var word : words(text)) {
                    counts.merge(word, 1, Integer::sum);
                    ofFile.add(word);
                }
            }
        }
    }

    private static void put(Map<String, Integer> places, String text, int place) {
        words(text).forEach(word -> places.merge(word, place | WHOLE, (one, other) -> one | other));
        ChangeFeatures.pieces(text).forEach(piece -> places.merge(piece, place, (one, other) -> one | other));
    }

    /** As messages are compared: letters, digits and underscores together. */
    static List<String> words(String text) {
        var words = new ArrayList<String>();
        var found = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (found.find()) {
            words.add(found.group());
        }
        return words;
    }

    private static void versions(FileChange file, List<String> versions, List<String> oldVersions) {
        if (file.kind() == FileChange.Kind.ADDED) {
            var found = VERSION.matcher(
                    file.path().replace('_', ' ').replaceAll("-(?=v?\\d)", " ").replaceAll("\\.[a-z]+$", ""));
            while (found.find()) {
                versions.add(found.group());
                oldVersions.add("");
            }
        }
        for (var hunk : file.hunks()) {
            var removed = new ArrayList<String>();
            for (var line : hunk.lines()) {
                if (line.length() > LONGEST_LINE || versions.size() > 5) {
                    continue;
                }
                var found = VERSION.matcher(line.substring(1));
                if (line.charAt(0) == '-') {
                    if (found.find()) {
                        removed.add(found.group());
                    }
                } else if (line.charAt(0) == '+' && found.find() && !removed.isEmpty()) {
                    var old = removed.removeFirst();
                    if (!old.equals(found.group())) {
                        versions.add(found.group());
                        oldVersions.add(old);
                    }
                }
            }
        }
    }

    boolean has(String word) {
        return places.containsKey(word);
    }

    static Pattern version() {
        return VERSION;
    }
}
