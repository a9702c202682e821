package io.comfortcommit.gateway.access;

import io.comfortcommit.messages.UserId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param proof by what they proved it
 * @param device the one that was let in; null for the owner token, which is of none
 */
public record Caller(UserId user, Proof proof, @Nullable UUID device) {
    /** What a caller showed. */
    public enum Proof {
        OWNER_TOKEN,
        PROGRAM_TOKEN,
        SESSION
    }
}
