package io.comfortcommit.analysis.commitlint;

import io.comfortcommit.analysis.learning.ConventionalSubject;
import io.comfortcommit.analysis.text.Gitmoji;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules of <a href="https://commitlint.js.org/reference/rules">commitlint</a> that a drafted message can keep to.
 *
 * @param types {@code type-enum}; empty allows all
 * @param scopes {@code scope-enum}; empty allows all
 * @param scope {@code scope-empty}
 * @param subject how a subject begins, of {@code subject-case}
 * @param fullStop whether a subject ends with one, of {@code subject-full-stop}
 * @param longestHeader characters of the first line, of {@code header-max-length}; never more than 72
 * @param whole all rules, for what the others do not say
 */
public record CommitRules(
        List<String> types,
        List<String> scopes,
        Scope scope,
        Beginning subject,
        boolean fullStop,
        int longestHeader,
        Commitlint whole) {
    private static final int LONGEST = 72;

    /** Of a repository that has none. */
    public static final CommitRules NONE =
            new CommitRules(List.of(), List.of(), Scope.ALLOWED, Beginning.ANY, false, LONGEST, Commitlint.NONE);

    private static final Pattern HEADER = Pattern.compile("^([A-Za-z][\\w-]*)(?:\\(([^()]*)\\))?(!?): (.*)$");
    /** What a type that is not allowed comes nearest to, the nearest first. */
    private static final List<List<String>> ALIKE = List.of(
            List.of("feat", "feature", "add", "new"),
            List.of("fix", "bugfix", "hotfix", "bug"),
            List.of("docs", "doc", "documentation", "chore"),
            List.of("test", "tests", "testing", "chore"),
            List.of("build", "deps", "dependencies", "chore", "ci"),
            List.of("ci", "build", "chore"),
            List.of("perf", "performance", "refactor", "improvement", "chore"),
            List.of("refactor", "improvement", "cleanup", "chore"),
            List.of("style", "format", "refactor", "chore"),
            List.of("chore", "misc", "other", "maintenance", "build", "refactor"),
            List.of("revert", "chore"));

    public enum Scope {
        ALLOWED,
        REQUIRED,
        FORBIDDEN
    }

    public enum Beginning {
        ANY,
        LOWER,
        UPPER
    }

    public CommitRules {
        types = List.copyOf(types);
        scopes = List.copyOf(scopes);
        longestHeader = Math.min(longestHeader, LONGEST);
    }

    CommitRules(
            List<String> types, List<String> scopes, Scope scope, Beginning subject, boolean fullStop, int longest) {
        this(types, scopes, scope, subject, fullStop, longest, Commitlint.NONE);
    }

    public boolean allowsType(String type) {
        return types.isEmpty() || types.contains(type);
    }

    public boolean allowsScope(String value) {
        return scope != Scope.FORBIDDEN && (scopes.isEmpty() || scopes.contains(value));
    }

    /** The allowed type that is nearest to another; that one where it is allowed. */
    public String nearestType(String type) {
        if (allowsType(type)) {
            return type;
        }
        return ALIKE.stream()
                .filter(alike -> alike.getFirst().equals(type))
                .flatMap(List::stream)
                .flatMap(near -> types.stream().filter(near::equalsIgnoreCase))
                .findFirst()
                .orElseGet(() -> types.contains("chore") ? "chore" : types.getFirst());
    }

    /**
     * The message as the rules want it. Nothing is invented: where a scope is required, one is taken only if a changed path
     * has a folder or file of that name.
     *
     * @param paths of the change
     */
    public String applyTo(String message, Set<String> paths) {
        int end = message.indexOf('\n');
        Matcher header = HEADER.matcher(end < 0 ? message : message.substring(0, end));
        if (equals(NONE) || !header.matches()) {
            return message;
        }
        String value = header.group(2) == null || !allowsScope(header.group(2)) ? "" : header.group(2);
        if (value.isEmpty() && scope == Scope.REQUIRED) {
            value = scopeOf(paths);
        }
        String emoji = Gitmoji.leading(header.group(4));
        String prefix = nearestType(header.group(1))
                + (value.isEmpty() ? "" : "(" + value + ")")
                + header.group(3)
                + ": "
                + emoji;
        String text = begun(header.group(4).substring(emoji.length()));
        text = fitted(text, longestHeader - prefix.length() - (fullStop ? 1 : 0));
        String ruled =
                prefix + text + (fullStop && !text.endsWith(".") ? "." : "") + (end < 0 ? "" : message.substring(end));
        return whole.fixed(ruled, longestHeader);
    }

    private String scopeOf(Set<String> paths) {
        for (String known : scopes) {
            if (paths.stream().anyMatch(path -> ("/" + path + "/").contains("/" + known + "/"))) {
                return known;
            }
        }
        if (!scopes.isEmpty()) {
            return "";
        }
        return paths.stream()
                .map(path -> path.split("/", -1))
                .filter(path -> path.length > 1)
                .map(path -> path[0])
                .findFirst()
                .orElse("");
    }

    /** Names keep their letters. */
    private String begun(String text) {
        if (subject == Beginning.ANY || text.isEmpty()) {
            return text;
        }
        // Of a text in another alphabet Latin letters are a name's.
        if (beginsWithName(text) || text.chars().anyMatch(c -> c > 0x24F)) {
            return text;
        }
        String first = text.substring(0, 1);
        return (subject == Beginning.LOWER ? first.toLowerCase(Locale.ROOT) : first.toUpperCase(Locale.ROOT))
                + text.substring(1);
    }

    static boolean beginsWithName(String text) {
        String word = text.split("\\s", 2)[0];
        return word.length() > 1
                && word.substring(1)
                        .chars()
                        .anyMatch(c -> Character.isUpperCase(c) || Character.isDigit(c) || c == '_' || c == '.');
    }

    private static String fitted(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int space = text.lastIndexOf(' ', Math.max(1, width));
        return text.substring(0, space > width / 2 ? space : Math.max(1, width))
                .replaceAll("[,;:\\s]+(?:and|or|of|to|in|with|및)?$", "");
    }

    /** What is wrong with a first line, in English; null where nothing is. */
    public @Nullable String complaint(String firstLine) {
        Matcher header = HEADER.matcher(firstLine);
        if (equals(NONE) || !header.matches()) {
            return null;
        }
        String value = header.group(2) == null ? "" : header.group(2);
        if (!allowsType(header.group(1))) {
            return "the type is one of " + String.join(", ", types);
        }
        if (!value.isEmpty() && !allowsScope(value)) {
            return scope == Scope.FORBIDDEN ? "there is no scope" : "the scope is one of " + String.join(", ", scopes);
        }
        if (value.isEmpty() && scope == Scope.REQUIRED) {
            return "there must be a scope" + (scopes.isEmpty() ? "" : ", one of " + String.join(", ", scopes));
        }
        return firstLine.length() > longestHeader
                ? "the first line has at most " + longestHeader + " characters"
                : null;
    }

    static List<String> conventionalTypes() {
        return ConventionalSubject.STANDARD_TYPES.stream().sorted().toList();
    }
}
