package io.comfortcommit.messages.draft;

import io.comfortcommit.messages.Id;
import java.util.UUID;

/** A commit draft; a UUIDv7, so that drafts sort by the time of their capture. */
public record DraftId(UUID value) implements Id {
    /** @throws IllegalArgumentException if {@code text} is not a UUID */
    public static DraftId of(String text) {
        return new DraftId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
