package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.declarations.Declaration;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words that a change has, and where: names as they are written and what they are made of, in lower case.
 *
 * @param places for each word the places that it is in, as bits
 * @param bumps versions that the added lines and new files have and nothing before had; the first is the one to speak of
 * @param issues numbers of issues that the prose of added lines refers to, and that of removed lines does not
 */
record ChangeWords(Map<String, Integer> places, List<Bump> bumps, Set<String> issues) {
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
    /** With dots, and what tells it from a release; one number alone only where it is plainly a version. */
    private static final Pattern VERSION = Pattern.compile("(?<![\\w.])v?\\d+(?:\\.\\d+){1,3}+"
            + "(?:[.-]?(?i:alpha|beta|rc|cr|pre|preview|dev|next|canary|nightly|snapshot|post|final|[abm](?=\\d))"
            + "(?:[.-]?\\d+)*+(?!\\w)"
            + "|-\\d{1,4}(?![\\w.-]))?(?!\\w)"
            + "|(?<=@|\\bto |\\bfrom |\\bto `|\\bfrom `)v\\d+(?![\\w.])");
    /** What versions are made of. */
    private static final Pattern OF_VERSION =
            Pattern.compile("v?\\d.*|alpha|beta|rc|cr|preview|dev|next|canary|nightly|snapshot|final");

    private static final Pattern DIGEST = Pattern.compile("\\b[0-9a-f]{12,}\\b");
    /** Words that say no more than that there is a version. */
    private static final Set<String> BARE =
            Set.of("version", "versions", "rev", "ref", "tag", "release", "name", "value", "uses", "image");

    private static final Pattern LOG =
            Pattern.compile("(?i)(?:.*/)?(?:changelog|changes|history|news|releases?)(?:\\.\\w+)?");
    /** {@code ## [1.2.3] - 2026-01-01}, {@code 1.2.3 (2026-01-01)}, {@code name (1.2.3) unstable}. */
    private static final Pattern ENTRY =
            Pattern.compile("^(?:#+\\s.*|[\\[(]?v?\\d+\\.\\d.*|[\\w.+-]+ \\(v?\\d+\\.\\d.*)");

    /** {@code #123}, or an address of it. */
    private static final Pattern ISSUE =
            Pattern.compile("(?:(?<![\\w/&])#|/(?:issues|pull|pulls|merge_requests)/)([1-9]\\d{0,6})\\b");

    private static final int MOST_ISSUES = 8;
    private static final int MOST_BUMPS = 40;
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
        var bumps = new ArrayList<Bump>();
        files.forEach(file -> bumps(file, bumps));
        var issues = new LinkedHashSet<String>();
        files.forEach(file -> issues(file, '+', issues));
        var before = new HashSet<String>();
        files.forEach(file -> issues(file, '-', before));
        issues.removeAll(before);
        return new ChangeWords(places, bumps, issues);
    }

    /** Only of prose: elsewhere a number after the sign is as often a color. */
    private static void issues(FileChange file, char sign, Set<String> issues) {
        var isProse = PathKind.of(file.path()) == PathKind.DOCUMENTATION;
        file.hunks().stream()
                .flatMap(hunk -> hunk.lines().stream())
                .filter(line -> line.charAt(0) == sign && line.length() <= LONGEST_LINE)
                .map(line -> line.substring(1))
                .filter(line -> isProse || Declaration.isComment(line.strip()))
                .forEach(line ->
                        ISSUE.matcher(line).results().limit(MOST_ISSUES).forEach(found -> issues.add(found.group(1))));
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

    /**
     * A version that is there now.
     *
     * @param from the one in whose place it is; blank where there was none, or where it isn't plain which
     * @param of words that stand beside it, and so what it may be the version of
     * @param bare whether nothing but what stands around says what it is the version of, as in the build of that itself
     */
    record Bump(String from, String to, Set<String> of, boolean bare) {
        Bump {
            of = Set.copyOf(of);
        }

        /** Whether a text ends at the version that was there before. */
        boolean follows(String text) {
            return !from.isEmpty()
                    && VERSION.matcher(text)
                            .results()
                            .reduce((first, last) -> last)
                            .filter(last -> withoutSign(last.group()).equals(withoutSign(from)))
                            .isPresent();
        }

        private static String withoutSign(String version) {
            return version.startsWith("v") ? version.substring(1) : version;
        }
    }

    private record Versioned(String version, Set<String> of, boolean bare) {}

    private static void bumps(FileChange file, List<Bump> bumps) {
        if (file.kind() == FileChange.Kind.ADDED) {
            var found = VERSION.matcher(
                    file.path().replace('_', ' ').replaceAll("-(?=v?\\d)", " ").replaceAll("\\.[a-z]+$", ""));
            while (found.find()) {
                bumps.add(new Bump("", found.group(), names(file.path()), true));
            }
        }
        var isLog = LOG.matcher(file.path()).matches();
        for (var hunk : file.hunks()) {
            if (isLog && hunk.lines().stream().allMatch(line -> line.charAt(0) != '-')) {
                entry(hunk.lines(), bumps);
            } else {
                replaced(hunk.lines(), bumps);
            }
        }
    }

    /** What a line's version replaces is that of the removed line that is the same otherwise. */
    private static void replaced(List<String> lines, List<Bump> bumps) {
        var removed = new ArrayList<Versioned>();
        var above = Set.<String>of();
        for (var line : lines) {
            if (line.length() > LONGEST_LINE || bumps.size() >= MOST_BUMPS) {
                continue;
            }
            var text = line.substring(1);
            var of = names(text);
            var bare = BARE.containsAll(of);
            var found = VERSION.matcher(text);
            if (line.charAt(0) != ' ' && found.find()) {
                var versioned = new Versioned(found.group(), bare ? union(of, above) : of, bare);
                if (line.charAt(0) == '-') {
                    removed.add(versioned);
                } else if (!removed.isEmpty()) {
                    var same = removed.stream()
                            .filter(old -> old.of.equals(versioned.of))
                            .findFirst();
                    var old = same.orElseGet(removed::getFirst);
                    removed.remove(old);
                    if (!old.version.equals(versioned.version)) {
                        bumps.add(new Bump(
                                same.isPresent() ? old.version : "", versioned.version, versioned.of, versioned.bare));
                    }
                }
            }
            if (!bare) {
                above = of;
            }
        }
    }

    /** In a log of versions the new one stands above the others, in no one's place. */
    private static void entry(List<String> lines, List<Bump> bumps) {
        lines.stream()
                .filter(line -> line.charAt(0) == '+' && line.length() <= LONGEST_LINE)
                .map(line -> line.substring(1))
                .filter(line -> ENTRY.matcher(line).matches())
                .flatMap(line -> VERSION.matcher(line)
                        .results()
                        .limit(1)
                        .map(found -> new Bump("", found.group(), names(line), true)))
                .findFirst()
                .ifPresent(bumps::add);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        var all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Words of a text and what its names are made of, without those of a version or of a digest that stands for one. */
    private static Set<String> names(String text) {
        var named = DIGEST.matcher(text).replaceAll(" ");
        var names = new LinkedHashSet<>(ChangeFeatures.pieces(named));
        names.addAll(words(named));
        names.removeIf(name -> OF_VERSION.matcher(name).matches());
        return names;
    }

    /** The version that something has now, as far as it stands beside the name. */
    Optional<Bump> bumpOf(String thing) {
        var names = words(thing);
        return BARE.containsAll(names)
                ? Optional.empty()
                : bumps.stream().filter(bump -> bump.of.containsAll(names)).findFirst();
    }

    /** The one that follows the version in a text, or that the text is the most about; there must be one. */
    Bump bumpIn(String text) {
        var words = new HashSet<>(words(text));
        return Collections.max(
                bumps,
                Comparator.comparing((Bump bump) -> bump.follows(text))
                        .thenComparingLong(
                                bump -> bump.of.stream().filter(words::contains).count()));
    }

    boolean has(String word) {
        return places.containsKey(word);
    }

    static Pattern version() {
        return VERSION;
    }
}
