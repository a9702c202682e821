package io.comfortcommit.gateway.access;

import io.comfortcommit.messages.UserId;

/**
 * Who sent a request.
 *
 * @param proof by what they proved it
 */
public record Caller(UserId user, Proof proof) {
    /** What a caller showed. */
    public enum Proof {
        OWNER_TOKEN,
        PROGRAM_TOKEN,
        SESSION
    }
}
