package io.comfortcommit.gateway.device;

import io.comfortcommit.messages.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A browser or a program that was let in.
 *
 * @param name what it calls itself, for people
 * @param seenAt when it last came, to some minutes
 * @param expiresAt when it is out if it does not come again
 * @param limitedTo the role that it is limited to; null where it may do all that its user may
 * @param onlyDraft the draft that it is limited to; null for no limit
 * @param signedIn whether it came in by signing in at a provider
 */
public record Device(
        UUID id,
        UserId user,
        Kind kind,
        String name,
        Instant createdAt,
        Instant seenAt,
        Instant expiresAt,
        @Nullable String limitedTo,
        @Nullable UUID onlyDraft,
        boolean signedIn) {
    /** What of one kind proves itself with is worth nothing for the other. */
    public enum Kind {
        BROWSER,
        PROGRAM
    }
}
