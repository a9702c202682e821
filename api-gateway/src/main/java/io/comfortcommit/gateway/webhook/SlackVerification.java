package io.comfortcommit.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * <a href="https://docs.slack.dev/authentication/verifying-requests-from-slack">By Slack's {@code X-Slack-Signature}</a>:
 * {@code v0=} and the HMAC of version, timestamp and body in hexadecimal.
 */
final class SlackVerification {
    static final String SIGNATURE = "x-slack-signature";
    static final String TIMESTAMP = "x-slack-request-timestamp";

    private static final Pattern SIGNATURES = Pattern.compile("v0=[0-9a-f]{64}");
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");

    /** More than anybody presses within the tolerance; the oldest give way. */
    private static final int MOST = 100_000;

    private final Duration tolerance;
    private final LinkedHashMap<String, Instant> seen = new LinkedHashMap<>();

    /** @param tolerance by which the signed timestamp may differ from our clock, either way */
    SlackVerification(Duration tolerance) {
        this.tolerance = tolerance;
    }

    Duration tolerance() {
        return tolerance;
    }

    boolean isRecent(String timestamp, Instant now) {
        return SECONDS.matcher(timestamp).matches()
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(tolerance)
                        <= 0;
    }

    /** Takes as long whichever secret it is. */
    static boolean isSigned(List<String> secrets, String timestamp, byte[] body, String signature) {
        if (!SIGNATURES.matcher(signature).matches()) {
            return false;
        }
        byte[] shown = HexFormat.of().parseHex(signature, "v0=".length(), signature.length());
        boolean right = false;
        for (String secret : secrets) {
            right |= MessageDigest.isEqual(sign(secret, timestamp, body), shown);
        }
        return right;
    }

    /** True once for each signature that is still recent. */
    boolean isFirst(String signature, Instant now) {
        synchronized (seen) {
            // One from ahead of our clock stays recent for twice the tolerance.
            seen.values().removeIf(at -> at.plus(tolerance.multipliedBy(2)).isBefore(now));
            if (seen.size() >= MOST) {
                seen.pollFirstEntry();
            }
            return seen.putIfAbsent(signature, now) == null;
        }
    }

    private static byte[] sign(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", e);
        }
    }
}
