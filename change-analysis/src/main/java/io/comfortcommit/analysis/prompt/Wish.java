package io.comfortcommit.analysis.prompt;

import org.jspecify.annotations.Nullable;

/**
 * What the author asks of a message that is written again.
 *
 * @param instruction in the author's own words
 * @param message the one that it is about; null where it is about none
 */
public record Wish(String instruction, @Nullable String message) {
    /** All that the author is known to have said or let stand: a reason in it may be repeated, and names in it may be used. */
    public String said() {
        return message == null ? instruction : instruction + "\n" + message;
    }
}
