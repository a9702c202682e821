package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.secrets.Randomness;
import java.util.regex.Pattern;

/**
 * Which names a message may quote. A name can itself be a secret (a file named after a key, a key in the wrong column),
 * and a message goes to logs, phones and public histories.
 */
final class Names {
    /** Beginnings of well-known tokens: GitHub, GitLab, Slack, Stripe, OpenAI, AWS, Google, npm, PyPI, JWT… */
    private static final Pattern TOKEN = Pattern.compile(
            "(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|[srp]k[-_](?:live|test|proj|ant)?[-_]?|AKIA|ASIA|AIza|ya29\\."
                    + "|npm_|pypi-|hf_|dop_v1_|shp[a-z]{2}_|whsec_|SG\\.|eyJ)[A-Za-z0-9_.-]{10,}");

    private static final Pattern HEXADECIMAL = Pattern.compile("(?i)(?=[a-f]*\\d)[0-9a-f]{16,}");
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");
    /** Numbers of cards and accounts, but not a migration's time. */
    private static final Pattern DIGITS = Pattern.compile("(?<!\\d)(?!(?:19|20)\\d{12}(?!\\d))\\d{13,}");

    private static final Pattern MAIL = Pattern.compile("[^\\s@/]+@\\p{L}[^\\s@/]*\\.\\p{L}{2,}");
    private static final Pattern ASCII_RUN = Pattern.compile("[A-Za-z0-9+/=_.-]{12,}");
    /** Shorter runs are names even if odd; with digits in them the doubt begins earlier. */
    private static final int SHORTEST_WITHOUT_DIGITS = 16;

    private Names() {}

    /** Whether a name can be quoted: neither shaped like a token nor like random characters nor an address. */
    static boolean sayable(String name) {
        return !name.isBlank()
                && !TOKEN.matcher(name).find()
                && !UUID.matcher(name).find()
                && !HEXADECIMAL.matcher(name).find()
                && !DIGITS.matcher(name).find()
                && !MAIL.matcher(name).find()
                && ASCII_RUN.matcher(name).results().allMatch(run -> isFamiliar(run.group()));
    }

    /** A text that someone wrote as a name, a heading or a test's title; what looks like {@code key: value} isn't one. */
    static boolean sayableText(String text) {
        return text.length() <= 60 && !text.matches(".*(?:[:=]\\s*\\S|[`{}<>]).*") && sayable(text);
    }

    /** Neighbours count, a separator parts them. */
    private static boolean isFamiliar(String run) {
        return run.length() < SHORTEST_WITHOUT_DIGITS && run.chars().noneMatch(Character::isDigit)
                || Randomness.looksWritten(run);
    }

    /** A name in one line, without characters that aren't seen or that turn the text around. */
    static String clean(String name) {
        return name.codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT && Character.getType(c) != Character.SURROGATE)
                .map(c -> Character.isISOControl(c) || Character.isWhitespace(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip()
                .replaceAll(" {2,}", " ");
    }

    /** At most {@code width} characters, the middle left out. */
    static String shortened(String name, int width) {
        if (name.length() <= width) {
            return name;
        }
        var head = (width - 1) * 2 / 3;
        var tail = width - 1 - head;
        return cut(name, head) + "…" + fromEnd(name, tail);
    }

    /** At most the first {@code width} characters, no surrogate pair torn. */
    static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        return text.substring(0, width > 0 && Character.isHighSurrogate(text.charAt(width - 1)) ? width - 1 : width);
    }

    private static String fromEnd(String text, int width) {
        var start = text.length() - width;
        return text.substring(
                start < text.length() && Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }
}
