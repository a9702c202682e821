package io.comfortcommit.gateway.access;

import io.comfortcommit.messages.UserId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose installation this is.
 *
 * @param ownerToken secret that programs prove themselves with; sessions are signed with a key made from it
 * @param ownerId the owner's pseudonym
 */
@ConfigurationProperties("comfort.security")
record SecurityProperties(
        @Nullable String ownerToken, @Nullable UUID ownerId) {
    /** Shorter ones could be guessed. */
    private static final int SHORTEST = 32;

    @Override
    public String ownerToken() {
        if (ownerToken == null || ownerToken.length() < SHORTEST) {
            throw new IllegalStateException(
                    "comfort.security.owner-token must have at least " + SHORTEST + " random characters");
        }
        return ownerToken;
    }

    UserId owner() {
        if (ownerId == null) {
            throw new IllegalStateException("comfort.security.owner-id must be a UUID");
        }
        return new UserId(ownerId);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "SecurityProperties[ownerId=" + ownerId + "]";
    }
}
