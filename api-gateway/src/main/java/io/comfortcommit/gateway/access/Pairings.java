package io.comfortcommit.gateway.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;

/**
 * One-time codes that let a browser in. Kept in memory, as hashes: a restart forgets them, and the next link is one command
 * away.
 */
final class Pairings {
    private static final int BYTES = 16;
    /** More than anybody has open; the oldest give way. */
    private static final int MOST = 1_000;

    private final Duration validity;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final LinkedHashMap<String, Instant> expiryByHash = new LinkedHashMap<>();

    Pairings(Duration validity, InstantSource clock) {
        this.validity = validity;
        this.clock = clock;
    }

    record Code(String code, Instant expiresAt) {
        /** Without the code. */
        @Override
        public String toString() {
            return "Code[expiresAt=" + expiresAt + "]";
        }
    }

    Code issue() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(validity);
        synchronized (expiryByHash) {
            expiryByHash.values().removeIf(expiry -> !now.isBefore(expiry));
            if (expiryByHash.size() >= MOST) {
                expiryByHash.pollFirstEntry();
            }
            expiryByHash.put(hash(code), expiresAt);
        }
        return new Code(code, expiresAt);
    }

    /** True for a valid code, and for one caller only. */
    boolean redeem(String code) {
        Instant expiry;
        synchronized (expiryByHash) {
            expiry = expiryByHash.remove(hash(code));
        }
        return expiry != null && clock.instant().isBefore(expiry);
    }

    private static String hash(String code) {
        return HexFormat.of().formatHex(OwnerToken.sha256(code));
    }
}
