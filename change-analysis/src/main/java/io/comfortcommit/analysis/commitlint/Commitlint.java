package io.comfortcommit.analysis.commitlint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a repository's <a href="https://commitlint.js.org/reference/rules">commitlint rules</a> say about a whole message.
 * Rules that are not known here say nothing, and neither do those about trailers, which are added after the approval.
 */
public final class Commitlint {
    /** Of a repository that has none: all is well. */
    public static final Commitlint NONE = new Commitlint(Map.of(), true);

    /** What config-conventional says where the configuration itself does not. */
    private static final Map<String, List<?>> CONVENTIONAL = conventional();

    /** As conventional-commits-parser's own preset has it. */
    private static final Pattern HEADER = Pattern.compile("^(\\w*)(?:\\(([^()]*)\\))?!?: (.*)$");

    /** What commitlint leaves alone by default. */
    private static final Pattern LEFT_ALONE = Pattern.compile(
            "^(?:Merge |Merged |Revert |[Rr]everted |(?:fixup|squash|amend)! |Initial commit|Auto-merged ).*");

    private static final Pattern QUOTED = Pattern.compile("`[^`]*`|\"[^\"]*\"|'[^']*'");
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
    private static final Pattern TRAILER = Pattern.compile("^(?:[A-Za-z][A-Za-z-]*|BREAKING[ -]CHANGE)(?:: | #).*");

    private final Map<String, CommitlintRule> rules;
    /** Whether a first line has the usual parts; another parser may be configured, which is not known here. */
    private final boolean usualParts;

    private Commitlint(Map<String, CommitlintRule> rules, boolean usualParts) {
        this.rules = rules;
        this.usualParts = usualParts;
    }

    public enum Level {
        /** To be known. */
        WARNING,
        /** The repository does not want a commit with it. */
        ERROR
    }

    /**
     * @param rule name of commitlint's
     * @param never whether the rule forbids what its value says
     * @param value what it allows, forbids or counts to, for people; empty where the rule has none
     */
    public record Finding(Level level, String rule, boolean never, String value) {}

    static Commitlint of(Map<?, ?> configuration) {
        Map<String, CommitlintRule> rules = new LinkedHashMap<>();
        if (CommitlintReader.isConventional(configuration)) {
            CONVENTIONAL.forEach((name, written) -> put(rules, name, written));
        }
        CommitlintReader.map(configuration.get("rules"))
                .orElse(Map.of())
                .forEach((name, written) -> put(rules, String.valueOf(name), written));
        return rules.isEmpty() ? NONE : new Commitlint(rules, configuration.get("parserPreset") == null);
    }

    private static void put(Map<String, CommitlintRule> rules, String name, @Nullable Object written) {
        CommitlintRule rule = CommitlintRule.of(written);
        if (rule != null) {
            rules.put(name, rule);
        }
    }

    private static Map<String, List<?>> conventional() {
        Map<String, List<?>> rules = new LinkedHashMap<>();
        rules.put("type-empty", List.of(2, "never"));
        rules.put("type-case", List.of(2, "always", "lower-case"));
        rules.put("type-enum", List.of(2, "always", CommitRules.conventionalTypes()));
        rules.put("subject-empty", List.of(2, "never"));
        rules.put(
                "subject-case",
                List.of(2, "never", List.of("sentence-case", "start-case", "pascal-case", "upper-case")));
        rules.put("subject-full-stop", List.of(2, "never", "."));
        rules.put("header-max-length", List.of(2, "always", 100));
        rules.put("body-leading-blank", List.of(1, "always"));
        rules.put("body-max-line-length", List.of(2, "always", 100));
        return rules;
    }

    /** What is wrong, in the order of the rules; empty where nothing is. */
    public List<Finding> check(String message) {
        String text = message.strip();
        if (rules.isEmpty()
                || LEFT_ALONE.matcher(text.lines().findFirst().orElse("")).matches()) {
            return List.of();
        }
        Parts parts = Parts.of(text);
        List<Finding> findings = new ArrayList<>();
        rules.forEach((name, rule) -> {
            if (rule.level() > 0 && !holds(name, rule, parts)) {
                Level level = rule.level() == 1 || isName(name, parts) ? Level.WARNING : Level.ERROR;
                findings.add(new Finding(level, name, !rule.always(), words(rule.value())));
            }
        });
        return List.copyOf(findings);
    }

    /**
     * The message in the form that the rules ask for, as far as that can be had without saying anything else.
     *
     * @param longestHeader characters of the first line
     */
    String fixed(String message, int longestHeader) {
        return usualParts ? new MessageFixes(rules, longestHeader).applyTo(message) : message;
    }

    private boolean holds(String name, CommitlintRule rule, Parts parts) {
        int dash = name.indexOf('-');
        if (dash < 0) {
            return true;
        }
        String kind = name.substring(dash + 1);
        return switch (name.substring(0, dash)) {
            case "header" -> holds(kind, rule, parts.header);
            case "type" -> !usualParts || holds(kind, rule, parts.type);
            case "scope" -> !usualParts || holds(kind, rule, parts.scope);
            case "subject" -> !usualParts || holds(kind, rule, parts.subject);
            case "body" -> kind.equals("leading-blank") ? !rule.always() || parts.blank : holds(kind, rule, parts.body);
            default -> true;
        };
    }

    static boolean holds(String kind, CommitlintRule rule, String part) {
        if (kind.equals("empty")) {
            return part.isEmpty() == rule.always();
        }
        if (part.isEmpty()) {
            return true;
        }
        return switch (kind) {
            case "enum" -> {
                List<String> allowed = CommitlintReader.strings(rule.value());
                // Several scopes may stand in one.
                yield allowed.isEmpty()
                        || as(
                                rule,
                                List.of(part.split("[,/\\\\]\\s*")),
                                each -> allowed.contains(part) || allowed.contains(each));
            }
            case "case" -> {
                List<String> cases = CommitlintReader.strings(rule.value());
                yield cases.isEmpty()
                        || !part.matches("(?s)^[\\p{Ll}\\p{Lu}\\p{Lt}].*")
                        || cases.stream().anyMatch(name -> isIn(name, part)) == rule.always();
            }
            case "full-stop" -> {
                List<String> marks = CommitlintReader.strings(rule.value());
                String mark = marks.isEmpty() ? "." : marks.getFirst();
                // An ellipsis is no full stop.
                yield (part.endsWith(mark) && !part.endsWith("...")) == rule.always();
            }
            case "max-length" -> !(rule.value() instanceof Number most) || part.length() <= most.intValue();
            case "min-length" -> !(rule.value() instanceof Number least) || part.length() >= least.intValue();
            case "max-line-length" ->
                !(rule.value() instanceof Number most)
                        || part.lines()
                                .filter(line -> !ADDRESS.matcher(line).find()
                                        && !TRAILER.matcher(line).matches())
                                .allMatch(line -> line.length() <= most.intValue());
            default -> true;
        };
    }

    private static boolean as(CommitlintRule rule, List<String> parts, Predicate<String> listed) {
        return rule.always() ? parts.stream().allMatch(listed) : parts.stream().noneMatch(listed);
    }

    /** As commitlint decides it: what is quoted does not count, and a text is in a case that would not change it. */
    private static boolean isIn(String name, String part) {
        String text = QUOTED.matcher(part).replaceAll("").strip();
        if (text.isEmpty() || Character.isDigit(text.charAt(0))) {
            return true;
        }
        return switch (name) {
            case "lower-case", "lowercase", "lowerCase" -> text.equals(text.toLowerCase(Locale.ROOT));
            case "upper-case", "uppercase" -> text.equals(text.toUpperCase(Locale.ROOT));
            case "sentence-case", "sentencecase" -> Character.isUpperCase(text.codePointAt(0));
            case "start-case" -> text.matches("\\p{Lu}[\\p{L}\\d]*(?: [\\p{Lu}\\d][\\p{L}\\d]*)*");
            case "pascal-case" -> text.matches("\\p{Lu}[\\p{L}\\d]*");
            case "camel-case" -> text.matches("\\p{Ll}[\\p{L}\\d]*");
            case "kebab-case" -> text.matches("[\\p{Ll}\\d]+(?:-[\\p{Ll}\\d]+)*");
            case "snake-case" -> text.matches("[\\p{Ll}\\d]+(?:_[\\p{Ll}\\d]+)*");
            default -> false;
        };
    }

    /** A subject may begin with a name, whose letters are nobody's to change. */
    private static boolean isName(String rule, Parts parts) {
        return rule.equals("subject-case") && CommitRules.beginsWithName(parts.subject);
    }

    private static String words(@Nullable Object value) {
        return String.join(
                ", ",
                value instanceof Number number
                        ? List.of(number.toString())
                        : CommitlintReader.strings(value).stream()
                                .filter(Objects::nonNull)
                                .toList());
    }

    private static String withoutTrailers(String body) {
        int last = body.lastIndexOf("\n\n") < 0 ? 0 : body.lastIndexOf("\n\n");
        return !body.isEmpty()
                        && body.substring(last)
                                .strip()
                                .lines()
                                .allMatch(line -> TRAILER.matcher(line).matches())
                ? body.substring(0, last)
                : body;
    }

    /** @param blank whether a blank line, or nothing, comes after the first line */
    private record Parts(String header, String type, String scope, String subject, String body, boolean blank) {
        static Parts of(String text) {
            int end = text.indexOf('\n');
            String header = (end < 0 ? text : text.substring(0, end)).stripTrailing();
            String rest = end < 0 ? "" : text.substring(end + 1);
            Matcher parts = HEADER.matcher(header);
            boolean usual = parts.matches();
            return new Parts(
                    header,
                    usual ? parts.group(1) : "",
                    usual ? Objects.requireNonNullElse(parts.group(2), "") : "",
                    usual ? parts.group(3).strip() : "",
                    withoutTrailers(rest.strip()),
                    rest.isEmpty() || rest.lines().findFirst().orElse("").isBlank());
        }
    }
}
