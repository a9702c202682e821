package io.comfortcommit.queryside.chain;

import io.comfortcommit.messages.chain.NoteSigner;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param signingKey signs checkpoints, as {@link NoteSigner} reads it; without it there are none
 * @param checkpointEvery so many leaves at the most are added between two checkpoints, about
 * @param checkpointWithin how long a leaf waits for its checkpoint at the most, about
 * @param lease how long another process waits before it takes the place of a writer that says nothing
 */
@ConfigurationProperties("comfort.audit")
record ChainProperties(
        @Nullable String signingKey,
        @DefaultValue("1000") int checkpointEvery,
        @DefaultValue("1m") Duration checkpointWithin,
        @DefaultValue("30s") Duration lease) {
    ChainProperties {
        if (checkpointEvery < 1) {
            throw new IllegalArgumentException("comfort.audit.checkpoint-every must be at least 1");
        }
    }

    Optional<NoteSigner> signer() {
        try {
            return Optional.ofNullable(signingKey).map(NoteSigner::of);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("comfort.audit.signing-key: " + e.getMessage(), e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ChainProperties[checkpointEvery=" + checkpointEvery + ", checkpointWithin=" + checkpointWithin + "]";
    }
}
