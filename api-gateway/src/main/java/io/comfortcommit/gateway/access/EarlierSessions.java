package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.messages.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
 * Sessions of browsers and tokens of programs that an earlier version gave: they go on until they end or are revoked. A
 * value names its user and when it was made, and is signed. Its form is {@code <kind>.<payload>.<HMAC-SHA256 of what stands
 * before>}, the parts in Base64url; the payload is the user's UUID, the seconds since the epoch and eight random bytes.
 */
final class EarlierSessions {
    private static final int PAYLOAD_BYTES = 32;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final Map<Kind, String> PREFIXES = Map.of(Kind.BROWSER, "v1.", Kind.PROGRAM, "p1.");

    private final SecretKey key;
    private final Map<Kind, Duration> lifetimes;
    private final InstantSource clock;

    EarlierSessions(SecretKey key, Duration browsers, Duration programs, InstantSource clock) {
        this.key = key;
        this.lifetimes = Map.of(Kind.BROWSER, browsers, Kind.PROGRAM, programs);
        this.clock = clock;
    }

    /** Whose it is, and until when. */
    record Session(UserId user, Instant expiresAt) {}

    /** Empty if it is of another form or kind, forged, damaged or over. */
    Optional<Session> verify(Kind kind, String value) {
        String prefix = Objects.requireNonNull(PREFIXES.get(kind));
        int end = value.lastIndexOf('.');
        if (!value.startsWith(prefix) || end < prefix.length()) {
            return Optional.empty();
        }
        ByteBuffer payload;
        try {
            byte[] signature = Base64.getUrlDecoder().decode(value.substring(end + 1));
            if (!MessageDigest.isEqual(signature, sign(value.substring(0, end)))) {
                return Optional.empty();
            }
            payload = ByteBuffer.wrap(Base64.getUrlDecoder().decode(value.substring(prefix.length(), end)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not Base64
        }
        if (payload.remaining() != PAYLOAD_BYTES) {
            return Optional.empty();
        }
        UserId user = new UserId(new UUID(payload.getLong(), payload.getLong()));
        Instant begun = Instant.ofEpochSecond(payload.getLong());
        Instant ends = begun.plus(Objects.requireNonNull(lifetimes.get(kind)));
        Instant now = clock.instant();
        boolean running = begun.isBefore(now.plus(CLOCKS_DIFFER)) && now.isBefore(ends);
        return running ? Optional.of(new Session(user, ends)) : Optional.empty();
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
}
