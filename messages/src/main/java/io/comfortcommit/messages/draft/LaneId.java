package io.comfortcommit.messages.draft;

import io.comfortcommit.messages.Id;
import java.util.UUID;

/** Where captures of one desk line up: an installation, a work tree and a branch. */
public record LaneId(UUID value) implements Id {
    /** @throws IllegalArgumentException if {@code text} is not a UUID */
    public static LaneId of(String text) {
        return new LaneId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
