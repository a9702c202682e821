package io.comfortcommit.messages;

import java.util.UUID;

/** A tracked repository. Names a mirror together with the tenant; never derived from the URL. */
public record RepositoryId(UUID value) implements Id {
    /** @throws IllegalArgumentException if {@code text} is not a UUID */
    public static RepositoryId of(String text) {
        return new RepositoryId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
