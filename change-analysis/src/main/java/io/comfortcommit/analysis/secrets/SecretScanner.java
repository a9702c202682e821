package io.comfortcommit.analysis.secrets;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in text and in what a change adds. Time is linear in the text. One instance is for one change: it counts the
 * placeholders and knows what it has found, so that {@link #redact(String)} replaces that everywhere. Not thread-safe.
 */
public final class SecretScanner {
    private static final Pattern ALLOWED = Pattern.compile(
            "(?i)comfort:\\s?allow[- ]secret|pragma: allowlist secret|gitleaks:allow|nosecret|trufflehog:ignore");
    private static final Pattern KEY_BEGIN =
            Pattern.compile("-----BEGIN (?:[A-Z0-9 ]{0,30})PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\\d");
    private static final Pattern KEY_END = Pattern.compile("-----END (?:[A-Z0-9 ]{0,30})PRIVATE KEY(?: BLOCK)?-----");
    private static final Pattern KEY_LINE =
            Pattern.compile("^[\\s+#*/'\"-]*(?:\\\\n)?([A-Za-z0-9+/=]{20,})[\\s'\"\\\\n,+;]*$");
    /** A line of a minified file; a secret in it shows by its own shape only. */
    private static final int LONGEST_LINE = 2_000;

    private static final int LONGEST_TOKEN_LINE = 200_000;

    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    /** Of assignments, of lines that are allowed, of keys and of tokens. */
    private static final Landmarks LANDMARKS;

    private static final int ALLOWANCE;
    private static final int BEGINNING;
    private static final int FIRST_TOKEN;

    static {
        List<List<String>> all = new ArrayList<>(Assignments.landmarks());
        ALLOWANCE = all.size();
        all.add(List.of("comfort:", "pragma: allowlist secret", "gitleaks:allow", "nosecret", "trufflehog:ignore"));
        BEGINNING = all.size();
        all.add(List.of("-----begin ", "putty-user-key-file-"));
        FIRST_TOKEN = all.size();
        all.addAll(Tokens.landmarks());
        LANDMARKS = new Landmarks(all);
    }

    private final IgnoredPaths ignored;
    private final Map<String, Integer> counts = new HashMap<>();
    /** Secret to placeholder; longest first when used. */
    private final Map<String, String> known = new HashMap<>();

    /** Of the files of the change, as they are told once it was scanned. */
    private final Map<String, String> paths = new HashMap<>();

    private final CloudPairs pairs = new CloudPairs();
    private boolean insideKey;
    private String lastPath = "";
    private boolean minified;

    public SecretScanner() {
        this(IgnoredPaths.none());
    }

    /** @param ignored files whose secrets are meant to be there, as those of tests */
    public SecretScanner(IgnoredPaths ignored) {
        this.ignored = ignored;
    }

    /**
     * Secrets in the lines that a change adds, and tokens in the paths of its files: those stand at line 1. Those in lock files
     * are hashes, and are not looked at.
     */
    public List<Finding> scan(ChangeSet change) {
        return scan(change, (finding, _, _) -> finding);
    }

    /**
     * As {@link #scan(ChangeSet)}. Where secrets were replaced before the change came here, those are among them.
     *
     * @param reading makes what is wanted of each
     */
    public <T> List<T> scan(ChangeSet change, Reading<T> reading) {
        List<Found> found = new ArrayList<>();
        for (FileChange file : change.files()) {
            if (file.newPath() == null
                    || PathKind.of(file.path()) == PathKind.LOCKFILE
                    || ignored.contains(file.path())) {
                continue;
            }
            tokens(file.path())
                    .forEach((secret, kind) -> found.add(new Found(
                            kind, file.path(), 1, placeholder(kind, secret, true), new StringBuilder(secret))));
            for (FileChange.Hunk hunk : file.hunks()) {
                begin();
                int number = hunk.newStart();
                for (String line : hunk.lines()) {
                    if (line.startsWith("+")) {
                        scan(file.path(), line.substring(1), number, found);
                    }
                    if (!line.startsWith("-")) {
                        number++;
                    }
                }
            }
        }
        begin();
        // Not before all is read: what is in the path of one file can show to be a secret in another.
        tellPaths(change);
        List<T> read = new ArrayList<>();
        if (change.told() != null) {
            change.told().secrets().stream()
                    .filter(secret -> !ignored.contains(secret.finding().path()))
                    .forEach(secret -> read.add(reading.of(
                            secret.finding(),
                            Finding.withoutNumbers(secret.finding().path()),
                            secret.fingerprint())));
        }
        found.forEach(one -> read.add(reading.of(
                one.finding(redactPath(one.path())), one.path(), one.secret().toString())));
        return List.copyOf(read);
    }

    /** Secrets in a whole text. */
    public List<Finding> scan(String path, String text) {
        begin();
        List<Found> found = new ArrayList<>();
        int number = 1;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            scan(path, line, number++, found);
        }
        begin();
        return found.stream().map(one -> one.finding(path)).toList();
    }

    /**
     * What is wanted of a finding, its file and its secret, which it must not keep.
     *
     * @param <T> what it makes
     */
    @FunctionalInterface
    public interface Reading<T> {
        /**
         * @param path as it is in the repository, so that it stays the same whatever else the change holds; of a secret that was
         *     replaced before with placeholders that are not numbered
         * @param secret a private key is all its lines, and one that was replaced before is its fingerprint
         */
        T of(Finding finding, String path, String secret);
    }

    /** @param path as it is in the repository */
    private record Found(String kind, String path, int line, String placeholder, StringBuilder secret) {
        Finding finding(String told) {
            return new Finding(kind, told, line, placeholder);
        }
    }

    /** Lines that have nothing to do with those before. */
    private void begin() {
        insideKey = false;
        pairs.forget();
    }

    /** Secret to kind. Only shapes count in a path: what is beside a word in it is no value of it. */
    private Map<String, String> tokens(String path) {
        List<Match> found = new ArrayList<>();
        Tokens.find(path, LANDMARKS.in(path), FIRST_TOKEN, found);
        Map<String, String> kinds = new LinkedHashMap<>();
        apart(found).forEach(token -> kinds.putIfAbsent(path.substring(token.start(), token.end()), token.kind()));
        return kinds;
    }

    private void tellPaths(ChangeSet change) {
        List<String> telling = telling();
        for (FileChange file : change.files()) {
            for (@Nullable String path : new @Nullable String[] {file.oldPath(), file.newPath()}) {
                if (path != null) {
                    paths.put(path, redactPath(path, telling, Set.of()));
                }
            }
        }
    }

    /** Those known secrets that are no name by chance, longest first. */
    private List<String> telling() {
        return known.keySet().stream()
                .filter(Randomness::isTelling)
                .sorted(LONGEST_FIRST)
                .toList();
    }

    private String redactPath(String path, List<String> telling, Set<String> cleared) {
        Map<String, String> tokens = tokens(path);
        tokens.forEach((secret, kind) -> placeholder(kind, secret, true));
        String redacted = path;
        for (String secret : Stream.concat(tokens.keySet().stream(), telling.stream())
                .sorted(LONGEST_FIRST)
                .toList()) {
            String placeholder = known.getOrDefault(secret, "");
            if (!cleared.contains(placeholder)) {
                redacted = redacted.replace(secret, placeholder);
            }
        }
        return redacted;
    }

    private void scan(String path, String line, int number, List<Found> found) {
        Landmarks.Seen seen = LANDMARKS.in(line);
        if (seen.has(ALLOWANCE) && ALLOWED.matcher(line).find()) {
            return;
        }
        for (Match match : matches(path, line, seen)) {
            boolean first = !match.kind().equals(CONTINUED);
            String secret = line.substring(match.start(), match.end());
            String placeholder = placeholder(first ? match.kind() : PRIVATE_KEY, secret, first);
            if (first) {
                found.add(new Found(match.kind(), path, number, placeholder, new StringBuilder(secret)));
            } else {
                found.reversed().stream()
                        .filter(one -> one.kind().equals(PRIVATE_KEY))
                        .findFirst()
                        .ifPresent(key -> key.secret().append('\n').append(secret));
            }
        }
    }

    private static final String PRIVATE_KEY = "PRIVATE_KEY";
    private static final String CONTINUED = "";

    /** In order, none over another; of two that lie over one another the one that is known by its shape stays. */
    private List<Match> matches(String path, String line, Landmarks.Seen seen) {
        List<Match> found = new ArrayList<>();
        key(line, seen, found);
        if (line.length() <= LONGEST_TOKEN_LINE) {
            Tokens.find(line, seen, FIRST_TOKEN, found);
        }
        if (line.length() <= LONGEST_LINE) {
            pairs.find(line, found);
        }
        if (line.length() <= LONGEST_LINE && !isMinified(path)) {
            Assignments.find(path, line, seen, found);
        }
        if (found.isEmpty()) {
            return found;
        }
        List<Match> kept = apart(found);
        kept.sort(Comparator.comparingInt(Match::start));
        return kept;
    }

    /** Of two that lie over one another the first. */
    private static List<Match> apart(List<Match> found) {
        List<Match> kept = new ArrayList<>();
        for (Match match : found) {
            if (kept.stream().noneMatch(match::overlaps)) {
                kept.add(match);
            }
        }
        return kept;
    }

    private boolean isMinified(String path) {
        if (!path.equals(lastPath)) {
            lastPath = path;
            minified = path.toLowerCase(Locale.ROOT).contains(".min.");
        }
        return minified;
    }

    private void key(String line, Landmarks.Seen seen, List<Match> found) {
        var begin = KEY_BEGIN.matcher(line);
        if (seen.has(BEGINNING) && begin.find()) {
            var end = KEY_END.matcher(line);
            boolean whole = end.find(begin.end());
            insideKey = !whole;
            found.add(new Match(PRIVATE_KEY, begin.start(), whole ? end.end() : line.length()));
        } else if (insideKey) {
            if (KEY_END.matcher(line).find() || line.isBlank()) {
                insideKey = !line.isBlank() ? false : insideKey;
                return;
            }
            var body = KEY_LINE.matcher(line);
            if (body.matches()) {
                found.add(new Match(CONTINUED, body.start(1), body.end(1)));
            }
        }
    }

    private String placeholder(String kind, String secret, boolean counts) {
        return known.computeIfAbsent(secret, _ -> {
            int number = counts ? this.counts.merge(kind, 1, Integer::sum) : this.counts.getOrDefault(kind, 1);
            return "<" + kind + ":" + number + ">";
        });
    }

    /**
     * Text in which every secret, known or found now, is replaced by its placeholder.
     *
     * @param text any, as a diff, a prompt or the message of an exception
     */
    public String redact(String text) {
        return redact("", text);
    }

    /**
     * A path as it may be told: without tokens, and without known secrets that are no name by chance. A folder that is called as
     * a password that a person thought out is none of it, or nobody would know any more which files a change is of.
     *
     * @param path of a file; always the same for one of the change, once that was scanned
     */
    public String redactPath(String path) {
        String told = paths.get(path);
        return told == null ? redactPath(path, Set.of()) : told;
    }

    /** @param cleared placeholders of what is known to be no secret */
    public String redactPath(String path, Set<String> cleared) {
        return redactPath(path, telling(), cleared);
    }

    /** @param path of the file that the text is of; it says what a name and a value look like there */
    public String redact(String path, String text) {
        scan(path, text);
        if (known.isEmpty()) {
            return text;
        }
        String redacted = text;
        for (String secret : known.keySet().stream().sorted(LONGEST_FIRST).toList()) {
            redacted = redacted.replace(secret, known.getOrDefault(secret, ""));
        }
        return redacted;
    }

    @Override
    public String toString() {
        return "SecretScanner, " + known.size() + " found";
    }
}
