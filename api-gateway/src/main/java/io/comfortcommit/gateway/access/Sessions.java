package io.comfortcommit.gateway.access;

import io.comfortcommit.messages.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Sessions of browsers and of programs, without a table: a value names its user and when it was made, and is signed. Its
 * form is {@code <kind>.<payload>.<HMAC-SHA256 of what stands before>}, the parts in Base64url; the payload is the user's
 * UUID, the seconds since the epoch and eight random bytes.
 */
final class Sessions {
    static final String COOKIE = "comfort_session";

    private static final int PAYLOAD_BYTES = 32;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final SecretKey key;
    private final Map<Kind, Duration> lifetimes;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(SecretKey key, Duration browsers, Duration programs, InstantSource clock) {
        this.key = key;
        this.lifetimes = Map.of(Kind.BROWSER, browsers, Kind.PROGRAM, programs);
        this.clock = clock;
    }

    /** Whose session it is. What is signed for one kind is worth nothing for the other. */
    enum Kind {
        BROWSER("v1."),
        PROGRAM("p1.");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    String begin(Kind kind, UserId user) {
        String text = kind.prefix
                + encode(ByteBuffer.allocate(PAYLOAD_BYTES)
                        .putLong(user.value().getMostSignificantBits())
                        .putLong(user.value().getLeastSignificantBits())
                        .putLong(clock.instant().getEpochSecond())
                        .putLong(random.nextLong())
                        .array());
        return text + "." + encode(sign(text));
    }

    /** Whose session it is; empty if it is forged, damaged or over. */
    Optional<UserId> verify(Kind kind, String value) {
        int end = value.lastIndexOf('.');
        if (!value.startsWith(kind.prefix) || end < kind.prefix.length()) {
            return Optional.empty();
        }
        ByteBuffer payload;
        try {
            byte[] signature = Base64.getUrlDecoder().decode(value.substring(end + 1));
            if (!MessageDigest.isEqual(signature, sign(value.substring(0, end)))) {
                return Optional.empty();
            }
            payload = ByteBuffer.wrap(Base64.getUrlDecoder().decode(value.substring(kind.prefix.length(), end)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not Base64
        }
        if (payload.remaining() != PAYLOAD_BYTES) {
            return Optional.empty();
        }
        UserId user = new UserId(new UUID(payload.getLong(), payload.getLong()));
        Instant begun = Instant.ofEpochSecond(payload.getLong());
        Instant now = clock.instant();
        boolean running = begun.isBefore(now.plus(CLOCKS_DIFFER)) && now.isBefore(begun.plus(lifetime(kind)));
        return running ? Optional.of(user) : Optional.empty();
    }

    Duration lifetime(Kind kind) {
        return Objects.requireNonNull(lifetimes.get(kind));
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
