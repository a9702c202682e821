package io.comfortcommit.analysis.lint;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.learning.ConventionalSubject;
import io.comfortcommit.analysis.lint.Complaint.Rule;
import io.comfortcommit.analysis.text.Hangul;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds a proposed message against the rules and against the change that it is about. Thread-safe. */
public final class MessageLint {
    private static final int LONGEST_POINT = 240;
    private static final int MOST_POINTS = 10;

    private static final Pattern SCOPE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._/@-]{0,39}");
    private static final Pattern TRAILER = Pattern.compile(
            "(?i)\\b(?:co-authored-by|signed-off-by|reviewed-by|generated[- ](?:by|with))\\b|\\bas an ai\\b");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Z][A-Z0-9_]*:\\d+>");
    private static final Pattern ENGLISH = Pattern.compile("(?i)영어|영문|\\benglish\\b");
    private static final Pattern KOREAN = Pattern.compile("(?i)\\bkorean\\b");
    /** Words that a reason begins with; see the "why" in the drafting guide. */
    static final Pattern REASON = Pattern.compile(
            "(?i)\\b(?:because|so that|in order to|due to|thereby|to (?:improve|ensure|enhance|increase|reduce|avoid|prevent|"
                    + "make (?:it|the \\w+) (?:easier|more)|help|facilitate|simplify|better)|for (?:better|improved|easier|"
                    + "consistency|clarity|readability|maintainability|performance|security))\\b"
                    + "|,\\s*(?:improving|ensuring|enhancing|making|allowing|preventing|avoiding)\\b"
                    + "|때문|위해|위하여|하기 위한|함으로써|향상시|개선하여|하도록 하여");
    /** What can only be a name: in backquotes, with an inner capital, an underscore, a call's parentheses, or a file's end. */
    private static final Pattern NAME = Pattern.compile("`([^`\\s]{2,80})`"
            + "|(?<![\\w.])([A-Za-z_$][\\w$]*(?:\\(\\))|[A-Za-z$]+_[\\w$]+|[a-z]+[a-z0-9]*[A-Z][\\w$]*|[A-Z][a-z0-9]+[A-Z][\\w$]*)"
            + "|(?<![\\w./-])((?:[\\w.-]+/)+[\\w.-]+\\.\\w{1,8}|[\\w-]+\\.(?:java|kt|py|go|rs|ts|tsx|js|c|h|cpp|cs|rb|php|swift|"
            + "md|xml|json|ya?ml|toml|sql|sh|css|html|properties))(?!\\w)");
    /** Written like names and known to everybody. */
    private static final Pattern COMMON = Pattern.compile(
            "GitHub|GitLab|JavaScript|TypeScript|PostgreSQL|MySQL|SQLite|OpenSearch|GraphQL|OAuth2?|WebSocket|macOS|iOS|"
                    + "DevOps|IntelliJ|JUnit|NumPy|OpenAI|OpenAPI|YouTube|LaTeX|ReadMe|CamelCase|camelCase|IPv[46]");

    private MessageLint() {}

    /**
     * What is wrong with a message; nothing if it may be shown.
     *
     * @param said what the author asked for or let stand; a reason in it may be repeated, names in it may be used, and a
     *     language that it names goes before that of the context
     */
    public static List<Complaint> check(
            ProposedMessage message, ChangeSet change, DraftingContext context, @Nullable String said) {
        var complaints = new ArrayList<Complaint>();
        var ruled = context.rules().complaint(message.firstLine());
        if (ruled != null) {
            complaints.add(first(Rule.TYPE, "this repository's rules: " + ruled));
        }
        if (context.rules().types().isEmpty() && !ConventionalSubject.STANDARD_TYPES.contains(message.type())) {
            complaints.add(first(Rule.TYPE, "\"" + message.type() + "\" is not a type"));
        }
        var scope = message.scope();
        if (scope != null && !SCOPE.matcher(scope).matches()) {
            complaints.add(first(Rule.SCOPE, "scope is one short word, or null"));
        }
        subject(message, context, said, complaints);
        if (message.body().size() > MOST_POINTS) {
            complaints.add(new Complaint(Rule.BODY, MOST_POINTS, "at most 6 points in the body"));
        }
        wording(Complaint.FIRST_LINE, message.subject(), change, said, complaints);
        for (int i = 0; i < message.body().size(); i++) {
            var point = message.body().get(i);
            if (point.isBlank()
                    || point.length() > LONGEST_POINT
                    || point.lines().count() > 1) {
                complaints.add(new Complaint(Rule.BODY, i, "each point of the body is one short line"));
            }
            wording(i, point, change, said, complaints);
        }
        return List.copyOf(complaints);
    }

    /** The message without the points that are complained of; empty if the first line is. */
    public static Optional<ProposedMessage> salvage(ProposedMessage message, List<Complaint> complaints) {
        if (complaints.stream().anyMatch(complaint -> complaint.point() == Complaint.FIRST_LINE)) {
            return Optional.empty();
        }
        return Optional.of(message.keeping(point ->
                point < MOST_POINTS && complaints.stream().noneMatch(complaint -> complaint.point() == point)));
    }

    private static void subject(
            ProposedMessage message, DraftingContext context, @Nullable String said, List<Complaint> complaints) {
        var subject = message.subject();
        if (subject.isBlank() || subject.lines().count() > 1 || !subject.equals(subject.strip())) {
            complaints.add(first(Rule.SUBJECT, "subject is one line that is not blank"));
            return;
        }
        if (subject.endsWith(".")) {
            complaints.add(first(Rule.SUBJECT, "subject has no full stop at its end"));
        }
        if (ConventionalSubject.in(subject).isPresent()) {
            complaints.add(first(Rule.SUBJECT, "subject does not repeat type and scope"));
        }
        var length = message.firstLine().length();
        if (length > DraftingContext.LONGEST_FIRST_LINE) {
            complaints.add(first(
                    Rule.LENGTH,
                    "\"" + message.firstLine() + "\" has " + length + " characters, at most 72 are allowed"));
        }
        if (context.korean()
                && !Hangul.isIn(subject)
                && (said == null || !ENGLISH.matcher(said).find())) {
            complaints.add(first(Rule.LANGUAGE, "subject and body are in Korean"));
        }
        if (!context.korean()
                && Hangul.prevailsIn(subject)
                && (said == null || !Hangul.isIn(said) && !KOREAN.matcher(said).find())) {
            complaints.add(first(Rule.LANGUAGE, "subject and body are in English"));
        }
    }

    private static void wording(
            int point, String text, ChangeSet change, @Nullable String said, List<Complaint> complaints) {
        if (TRAILER.matcher(text).find()) {
            complaints.add(new Complaint(Rule.TRAILER, point, "no trailers and no mention of tools"));
        }
        if (PLACEHOLDER.matcher(text).find()) {
            complaints.add(new Complaint(Rule.PLACEHOLDER, point, "never repeat a placeholder like <KIND:1>"));
        }
        var reason = REASON.matcher(text);
        if (reason.find() && (said == null || !GivenReason.in(said).covers(text, reason))) {
            complaints.add(new Complaint(
                    Rule.INVENTED_REASON,
                    point,
                    "\"" + reason.group().strip() + "\" gives a reason; say only what changed"));
        }
        NAME.matcher(text)
                .results()
                .map(MessageLint::name)
                .filter(name -> !COMMON.matcher(name).matches())
                .filter(name -> said == null || !said.contains(name))
                .filter(name -> !occurs(name, change))
                .forEach(name -> complaints.add(
                        new Complaint(Rule.UNKNOWN_NAME, point, "\"" + name + "\" stands nowhere in the change")));
    }

    private static String name(MatchResult found) {
        var name = Stream.of(1, 2, 3)
                .map(found::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        return name.replaceAll("\\(.*$", "");
    }

    /** A qualified name occurs where its last part does, a name of two files where either stands. */
    private static boolean occurs(String name, ChangeSet change) {
        var last = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('#')) + 1);
        var parts = last.isEmpty() || name.contains("/") || last.length() < 5 ? List.of(name) : List.of(name, last);
        return change.files().stream().anyMatch(file -> parts.stream().anyMatch(part -> occurs(part, file)));
    }

    private static boolean occurs(String name, FileChange file) {
        var old = file.oldPath();
        return file.path().contains(name)
                || old != null && old.contains(name)
                || file.hunks().stream()
                        .anyMatch(hunk -> hunk.lines().stream().anyMatch(line -> line.contains(name))
                                || hunk.section() != null && hunk.section().contains(name));
    }

    private static Complaint first(Rule rule, String text) {
        return new Complaint(rule, Complaint.FIRST_LINE, text);
    }
}
