package io.comfortcommit.analysis.commitlint;

import io.comfortcommit.analysis.text.Gitmoji;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message into the form that a repository's rules ask for. It says nothing else afterwards: letters change their case,
 * names are quoted where their letters would break a rule, lines are wrapped, and what is too long ends earlier.
 */
final class MessageFixes {
    private static final Pattern HEADER = Pattern.compile("^([A-Za-z][\\w-]*)(?:\\(([^()]*)\\))?(!?): (.*)$");
    private static final Pattern TRAILER = Pattern.compile("^[A-Za-z][A-Za-z-]*: .*");
    /** A run of what words and names are written with; what ends a sentence is none of it. */
    private static final Pattern WORD = Pattern.compile("[\\p{IsLatin}\\d_$@#]+(?:[./:+#-]+[\\p{IsLatin}\\d_$@#]+)*");

    private final Map<String, CommitlintRule> rules;
    private final int longestHeader;

    /** @param longestHeader characters of the first line */
    MessageFixes(Map<String, CommitlintRule> rules, int longestHeader) {
        this.rules = rules;
        this.longestHeader = longestHeader;
    }

    String applyTo(String message) {
        int end = message.indexOf('\n');
        Matcher header = HEADER.matcher(end < 0 ? message : message.substring(0, end));
        if (rules.isEmpty() || !header.matches()) {
            return message;
        }
        String prefix = cased("type-case", "type-enum", header.group(1))
                + (header.group(2) == null ? "" : "(" + cased("scope-case", "scope-enum", header.group(2)) + ")")
                + header.group(3)
                + ": ";
        String emoji = Gitmoji.leading(header.group(4));
        String description = header.group(4).substring(emoji.length());
        int room = Math.min(longestHeader - prefix.length(), most("subject-max-length")) - emoji.length();
        String first = prefix + emoji + subject(description, room);
        CommitlintRule empty = rule("body-empty");
        if (empty != null && empty.always()) {
            // What reads commits for it takes an issue's key for a body.
            return first;
        }
        List<String> paragraphs = new ArrayList<>(
                List.of((end < 0 ? "" : message.substring(end)).strip().split("\n\n")));
        String trailers = paragraphs
                        .getLast()
                        .lines()
                        .allMatch(line -> TRAILER.matcher(line).matches())
                ? paragraphs.removeLast()
                : "";
        String body = body(String.join("\n\n", paragraphs), description);
        return first + (body.isEmpty() ? "" : "\n\n" + body) + (trailers.isEmpty() ? "" : "\n\n" + trailers);
    }

    /** Null where it is off. */
    private @Nullable CommitlintRule rule(String name) {
        CommitlintRule rule = rules.get(name);
        return rule == null || rule.level() == 0 ? null : rule;
    }

    private static boolean holds(String kind, @Nullable CommitlintRule rule, String part) {
        return rule == null || Commitlint.holds(kind, rule, part);
    }

    /** As it is where the list has it so. */
    private String cased(String caseRule, String enumRule, String word) {
        CommitlintRule rule = rule(caseRule);
        CommitlintRule list = rule(enumRule);
        if (holds("case", rule, word)
                || list != null
                        && list.always()
                        && CommitlintReader.strings(list.value()).contains(word)) {
            return word;
        }
        return firstThat(
                word,
                other -> holds("case", rule, other),
                List.of(MessageFixes::lower, MessageFixes::upper, MessageFixes::capital));
    }

    /** @param width characters at the most */
    private String subject(String text, int width) {
        CommitlintRule stop = rule("subject-full-stop");
        List<String> marks = stop == null ? List.of() : CommitlintReader.strings(stop.value());
        String mark = marks.isEmpty() ? "." : marks.getFirst();
        boolean wanted = stop != null && stop.always();

        String said = text;
        while (stop != null && said.endsWith(mark) && !said.endsWith("...")) {
            said = said.substring(0, said.length() - mark.length()).stripTrailing();
        }
        // A name that is cut off does not count for the case any more.
        String shown = ended(said, width - (wanted ? mark.length() : 0));
        CommitlintRule rule = rule("subject-case");
        String cased = holds("case", rule, shown)
                ? shown
                : firstThat(
                        shown,
                        other -> holds("case", rule, other),
                        isKorean(shown)
                                ? List.of(MessageFixes::quotedBeginning, whole -> named(whole, MessageFixes::lower))
                                : List.of(
                                        MessageFixes::smallBeginning,
                                        MessageFixes::capital,
                                        whole -> named(whole, MessageFixes::lower),
                                        whole -> named(whole, MessageFixes::upper),
                                        MessageFixes::eachCapital));
        return ended(cased, width - (wanted ? mark.length() : 0)) + (wanted ? mark : "");
    }

    private static String firstThat(String text, Predicate<String> holds, List<UnaryOperator<String>> ways) {
        return ways.stream()
                .map(way -> way.apply(text))
                .filter(holds)
                .findFirst()
                .orElse(text);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String eachCapital(String text) {
        return WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(capital(word.group())));
    }

    /** Its verb stands at the end, and all Latin words are names. */
    private static boolean isKorean(String text) {
        return text.substring(text.lastIndexOf(' ') + 1).matches(".*\\p{IsHangul}.*");
    }

    private static String quotedBeginning(String text) {
        Matcher word = WORD.matcher(text);
        return word.lookingAt() ? quoted(word.group()) + text.substring(word.end()) : text;
    }

    /** A verb begins small, a name is quoted. */
    private static String smallBeginning(String text) {
        return text.isEmpty() || CommitRules.beginsWithName(text)
                ? quotedBeginning(text)
                : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** Names keep their letters, between backquotes, where no rule looks. */
    private static String named(String text, UnaryOperator<String> others) {
        if (text.indexOf('`') >= 0) {
            return others.apply(text);
        }
        StringBuilder named = new StringBuilder();
        Matcher word = WORD.matcher(text);
        int at = 0;
        while (word.find()) {
            named.append(others.apply(text.substring(at, word.start())));
            boolean first = !isKorean(text) && word.start() == 0 && !CommitRules.beginsWithName(word.group());
            boolean name = !first && !word.group().equals(lower(word.group()))
                    || word.group().matches(".*[^\\p{L}].*")
                    || isKorean(text);
            named.append(name ? quoted(word.group()) : others.apply(word.group()));
            at = word.end();
        }
        return named.append(others.apply(text.substring(at))).toString();
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }

    /** Ends between words, and not inside a quotation. */
    private static String ended(String text, int width) {
        String kept = text;
        while (kept.length() > width || kept.chars().filter(c -> c == '`').count() % 2 == 1) {
            int space = kept.lastIndexOf(' ');
            if (space <= 0) {
                return kept.length() > width ? kept.substring(0, Math.max(1, width)) : kept;
            }
            kept = kept.substring(0, space);
        }
        return kept.equals(text) ? text : kept.replaceAll("[,;:\\s]+(?:and|or|of|to|in|from|with|및)?$", "");
    }

    private String body(String text, String subject) {
        CommitlintRule empty = rule("body-empty");
        CommitlintRule stop = rule("body-full-stop");
        List<String> marks = stop == null ? List.of() : CommitlintReader.strings(stop.value());
        String mark = marks.isEmpty() ? "." : marks.getFirst();
        int ending = stop != null && stop.always() ? mark.length() : 0;
        int width = most("body-max-line-length") - ending;
        int longest = most("body-max-length") - ending;

        String body = wrapped(text, width);
        while (body.length() > longest && !body.isEmpty()) {
            int point = body.lastIndexOf("\n- ");
            body = point < 0 ? "" : body.substring(0, point);
        }
        if (body.isEmpty() && empty != null) {
            body = wrapped("- " + subject, width);
        }
        if (stop == null || body.isEmpty() || holds("full-stop", stop, body)) {
            return body;
        }
        return stop.always() ? body + mark : body.substring(0, body.length() - mark.length());
    }

    /** No bound where there is none. */
    private int most(String name) {
        CommitlintRule rule = rule(name);
        return rule != null && rule.value() instanceof Number number ? number.intValue() : Integer.MAX_VALUE;
    }

    private static String wrapped(String body, int width) {
        if (body.lines().allMatch(line -> line.length() <= width)) {
            return body;
        }
        List<String> lines = new ArrayList<>();
        // Lines that go on are joined with what they go on from.
        for (String point : body.replaceAll("\n {2}(?=\\S)", " ").lines().toList()) {
            String indent = point.startsWith("- ") ? "  " : "";
            StringBuilder line = new StringBuilder();
            for (String word : point.split(" ")) {
                String shown = shortened(word, width - indent.length());
                if (!line.isEmpty()
                        && line.length() + 1 + shown.length() > width
                        && !line.toString().equals("-")) {
                    lines.add(line.toString());
                    line = new StringBuilder(indent);
                } else if (!line.isEmpty()) {
                    line.append(' ');
                }
                line.append(shown);
            }
            lines.add(line.toString());
        }
        return String.join("\n", lines);
    }

    private static String shortened(String word, int width) {
        if (word.length() <= width || width < 3) {
            return word;
        }
        int head = (width - 1) * 2 / 3;
        int tail = width - 1 - head;
        int from = Character.isHighSurrogate(word.charAt(head - 1)) ? head - 1 : head;
        int to = word.length() - tail;
        return word.substring(0, from) + "…" + word.substring(Character.isLowSurrogate(word.charAt(to)) ? to + 1 : to);
    }
}
