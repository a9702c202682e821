package io.comfortcommit.messages.draft;

import io.comfortcommit.messages.Id;
import java.util.UUID;

/** One capture, named by the client that took it: sending it again changes nothing. */
public record CaptureId(UUID value) implements Id {
    /** @throws IllegalArgumentException if {@code text} is not a UUID */
    public static CaptureId of(String text) {
        return new CaptureId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
