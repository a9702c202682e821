package io.comfortcommit.analysis.drafting;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds the key of an issue, as {@code ABC-123}, in a branch's name. */
final class IssueKeys {
    private static final Pattern KEY =
            Pattern.compile("(?<![A-Za-z0-9])([A-Z][A-Z0-9]{1,9})-([1-9]\\d{0,6})(?![A-Za-z0-9])");
    /** Standards are written the same way. */
    private static final Set<String> STANDARDS =
            Set.of("UTF", "SHA", "ISO", "RFC", "CVE", "AES", "RSA", "MD", "TLS", "PEP");

    private IssueKeys() {}

    static Optional<String> in(String branch) {
        return KEY.matcher(branch)
                .results()
                .filter(key -> !STANDARDS.contains(key.group(1)))
                .map(MatchResult::group)
                .findFirst();
    }
}
