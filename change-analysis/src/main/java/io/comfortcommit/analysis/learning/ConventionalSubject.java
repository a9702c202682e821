package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.text.Gitmoji;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The first line of a message in the form of Conventional Commits 1.0.0; an emoji before the type or the description is passed
 * over.
 *
 * @param type in lower case
 * @param scope as written; empty where there is none
 * @param description what comes after the colon, without the number of a pull request at its end
 */
public record ConventionalSubject(String type, String scope, boolean breaking, String description) {
    /** Types of the Angular convention, which commitlint's {@code config-conventional} lists too. */
    public static final Set<String> STANDARD_TYPES =
            Set.of("feat", "fix", "refactor", "perf", "style", "docs", "test", "build", "ci", "chore", "revert");

    private static final Pattern FORM =
            Pattern.compile("^([A-Za-z][A-Za-z0-9_-]{0,19})(?:\\(([^()]{0,60})\\))?(!)?:\\s+(\\S.*)$");
    private static final Pattern PULL_REQUEST = Pattern.compile(
            "\\s*\\((?:close[sd]?|fix(?:e[sd])?|refs?)?\\s*(?:[\\w.-]+/[\\w.-]+)?[#!]\\d+"
                    + "(?:,\\s*(?:close[sd]?|fix(?:e[sd])?|refs?)?\\s*[#!]\\d+)*\\)\\s*$",
            Pattern.CASE_INSENSITIVE);

    /** @param message of a commit, or its first line */
    public static Optional<ConventionalSubject> in(String message) {
        var found = FORM.matcher(Gitmoji.without(firstLine(message).strip()));
        if (!found.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ConventionalSubject(
                found.group(1).toLowerCase(Locale.ROOT),
                found.group(2) == null ? "" : found.group(2).strip(),
                found.group(3) != null,
                withoutPullRequests(found.group(4))));
    }

    static String firstLine(String message) {
        var end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** Hosts append the number when they merge; nobody knows it while drafting. */
    public static String withoutPullRequests(String text) {
        var rest = text;
        for (var found = PULL_REQUEST.matcher(rest); found.find(); found = PULL_REQUEST.matcher(rest)) {
            rest = rest.substring(0, found.start());
        }
        return rest.isBlank() ? text.strip() : rest.strip();
    }
}
