package io.comfortcommit.gateway.access;

import io.comfortcommit.messages.UserId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One-time codes that let a browser in, or a program. Kept in memory, as hashes: a restart forgets them, and the next link is one command
 * away.
 */
final class Pairings {
    private static final int BYTES = 16;
    /** More than anybody has open; the oldest give way. */
    private static final int MOST = 1_000;

    private final Duration validity;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final LinkedHashMap<String, Issued> issuedByHash = new LinkedHashMap<>();

    Pairings(Duration validity, InstantSource clock) {
        this.validity = validity;
        this.clock = clock;
    }

    /**
     * For whom a code is.
     *
     * @param limitedTo role of the device that it lets in; null where it may do all that its user may
     * @param forPrograms whether a program may come in by it too
     */
    record Invitation(UserId user, @Nullable String limitedTo, boolean forPrograms) {}

    private record Issued(Instant expiresAt, Invitation invitation) {}

    record Code(String code, Instant expiresAt) {
        /** Without the code. */
        @Override
        public String toString() {
            return "Code[expiresAt=" + expiresAt + "]";
        }
    }

    Code issue(Invitation invitation) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(validity);
        synchronized (issuedByHash) {
            issuedByHash.values().removeIf(issued -> !now.isBefore(issued.expiresAt()));
            if (issuedByHash.size() >= MOST) {
                issuedByHash.pollFirstEntry();
            }
            issuedByHash.put(hash(code), new Issued(expiresAt, invitation));
        }
        return new Code(code, expiresAt);
    }

    /** For a valid code, and for one caller only. */
    Optional<Invitation> redeem(String code) {
        return redeem(code, false);
    }

    /** The same for a program. A code that is not for programs is used up by the attempt. */
    Optional<Invitation> redeemForProgram(String code) {
        return redeem(code, true);
    }

    private Optional<Invitation> redeem(String code, boolean byProgram) {
        Issued issued;
        synchronized (issuedByHash) {
            issued = issuedByHash.remove(hash(code));
        }
        return issued != null
                        && clock.instant().isBefore(issued.expiresAt())
                        && (issued.invitation().forPrograms() || !byProgram)
                ? Optional.of(issued.invitation())
                : Optional.empty();
    }

    private static String hash(String code) {
        return HexFormat.of().formatHex(OwnerToken.sha256(code));
    }
}
