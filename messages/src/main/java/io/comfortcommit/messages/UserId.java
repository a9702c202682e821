package io.comfortcommit.messages;

import java.util.UUID;

/** A person, by a pseudonym that says nothing about them. */
public record UserId(UUID value) implements Id {
    /** @throws IllegalArgumentException if {@code text} is not a UUID */
    public static UserId of(String text) {
        return new UserId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
