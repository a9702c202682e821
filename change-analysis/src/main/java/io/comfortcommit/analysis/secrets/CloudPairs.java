package io.comfortcommit.analysis.secrets;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS's secret keys have no shape of their own but forty characters of base64, and where they are passed on without a name
 * nothing tells them but the id beside them: {@code connect("AKIA…", "…")}.
 */
final class CloudPairs {
    /** Lines after the id in which its key is looked for. */
    private static final int NEAR = 3;

    private static final Pattern KEY = Pattern.compile("(?<![A-Za-z0-9/+=_-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{40}");
    private static final double LEAST_ENTROPY = 4.0;

    private int sinceId = Integer.MAX_VALUE;

    /** Another file or hunk begins. */
    void forget() {
        sinceId = Integer.MAX_VALUE;
    }

    /** @param found in this line so far; those of the pair are added */
    void find(String line, List<Match> found) {
        boolean here = !found.isEmpty()
                && found.stream().anyMatch(match -> match.kind().equals("AWS_ACCESS_KEY_ID"));
        sinceId = here ? 0 : sinceId == Integer.MAX_VALUE ? sinceId : sinceId + 1;
        if (sinceId > NEAR) {
            return;
        }
        Matcher key = KEY.matcher(line);
        while (key.find()) {
            if (isDrawn(key.group())) {
                found.add(new Match("AWS_SECRET_KEY", key.start(), key.end()));
            }
        }
    }

    private static boolean isDrawn(String value) {
        return !HASH.matcher(value).matches()
                && Randomness.entropy(value) >= LEAST_ENTROPY
                && !Randomness.looksWritten(value)
                && !Placeholders.isOne(value);
    }
}
