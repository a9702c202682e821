package io.comfortcommit.standalone.logging;

import io.comfortcommit.analysis.secrets.SecretScanner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Replaces what looks like a secret or an address of a person by {@value #MASK}, and what only the scanner of changes knows
 * for one by its placeholder. The last line of defence: nothing should log them, but a library's exception may quote a
 * header, a URL or a line of a change.
 */
final class SecretMask {
    private static final String MASK = "***";

    /**
     * Long words with a digit or an underscore that are neither a hash nor a UUID. Hardly any line has one, and none while the
     * server starts: loading the scanner's rules would make it start later.
     */
    private static final Pattern TOKEN_LIKE = Pattern.compile(
            "(?<![A-Za-z0-9_-])(?![0-9a-fA-F-]+(?![A-Za-z0-9_-]))(?=[A-Za-z-]*[0-9_])[A-Za-z0-9_-]{16,}");

    private record Rule(Pattern pattern, String replacement) {}

    private static final List<Rule> RULES = List.of(
            rule("-----BEGIN [A-Z0-9 ]{1,40}-----(?s:.*?)(?:-----END [A-Z0-9 ]{1,40}-----|\\z)", MASK),
            rule("([a-zA-Z][a-zA-Z0-9+.-]{1,20}://)[^/\\s@]{1,512}@", "$1" + MASK + "@"),
            rule(
                    "(?i)((?:proxy-)?authorization[\"']?\\s*[:=]\\s*\\[?[\"']?)(?:(?:bearer|basic|token|digest)\\s+)?"
                            + "[^\\s\"',;\\]]+",
                    "$1" + MASK),
            rule("(?i)\\b((?:set-)?cookie[\"']?\\s*[:=]\\s*[\"']?)[^\\r\\n\"]+", "$1" + MASK),
            rule("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}", "$1 " + MASK),
            rule(
                    "(?i)((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
                            + "|master[_-]?key|credentials?|comfort_session|signature)[\"']?\\s*[:=]\\s*[\"']?)"
                            + "[^\\s\"',;&)}\\]]+",
                    "$1" + MASK),
            rule("([#?&](?:k|code|nonce|jwt)=)[^\\s\"'&]+", "$1" + MASK),
            rule("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*", MASK),
            // Looser than the scanner: also tokens that were cut short.
            rule(
                    "\\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}"
                            + "|xox[abeprs]-[A-Za-z0-9-]{8,}|sk-[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}|AIza[A-Za-z0-9_-]{30,})",
                    MASK),
            rule("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})+", MASK));

    private final List<String> known = new CopyOnWriteArrayList<>();

    private static Rule rule(String pattern, String replacement) {
        return new Rule(Pattern.compile(pattern), replacement);
    }

    /** Masks this very text from now on, wherever it stands. */
    void hide(String secret) {
        if (!secret.isEmpty()) {
            known.add(secret);
        }
    }

    String mask(String text) {
        String masked = text;
        for (String secret : known) {
            masked = masked.replace(secret, MASK);
        }
        for (Rule rule : RULES) {
            masked = rule.pattern().matcher(masked).replaceAll(rule.replacement());
        }
        return TOKEN_LIKE.matcher(masked).find() ? new SecretScanner().redact(masked) : masked;
    }
}
