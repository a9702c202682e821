package io.comfortcommit.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The headers of <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a>.
 *
 * @param timestamp as it was sent, whole seconds since the epoch
 */
record StandardHeaders(String id, String timestamp, List<Signature> signatures) {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    /** No dot, or part of the id could be taken for the timestamp, and part of the timestamp for the body. */
    private static final Pattern IDS = Pattern.compile("[A-Za-z0-9_:/+=~-]{1,256}");

    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");
    private static final int LONGEST = 8 * 1024;
    private static final int MOST_SIGNATURES = 16;

    /** @param scheme {@code v1} or {@code v1a} */
    record Signature(String scheme, byte[] value) {}

    /** Empty if one is missing, was sent twice or makes no sense. Signatures that make no sense are left out. */
    static Optional<StandardHeaders> read(HttpHeaders headers) {
        String id = only(headers, ID);
        String timestamp = only(headers, TIMESTAMP);
        String signatures = only(headers, SIGNATURE);
        if (id == null
                || timestamp == null
                || signatures == null
                || !IDS.matcher(id).matches()
                || !SECONDS.matcher(timestamp).matches()
                || signatures.length() > LONGEST) {
            return Optional.empty();
        }
        List<Signature> read = new ArrayList<>();
        for (String one : signatures.split(" ", MOST_SIGNATURES + 1)) {
            if (read.size() < MOST_SIGNATURES) {
                signature(one).ifPresent(read::add);
            }
        }
        return Optional.of(new StandardHeaders(id, timestamp, List.copyOf(read)));
    }

    private static @Nullable String only(HttpHeaders headers, String name) {
        List<String> values = headers.getOrEmpty(name);
        return values.size() == 1 ? values.getFirst() : null;
    }

    private static Optional<Signature> signature(String text) {
        int comma = text.indexOf(',');
        String scheme = comma < 0 ? "" : text.substring(0, comma);
        if (!scheme.equals("v1") && !scheme.equals("v1a")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Signature(scheme, Base64.getDecoder().decode(text.substring(comma + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Instant sentAt() {
        return Instant.ofEpochSecond(Long.parseLong(timestamp));
    }

    /** What is signed before the body. */
    byte[] prefix() {
        return (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
    }
}
