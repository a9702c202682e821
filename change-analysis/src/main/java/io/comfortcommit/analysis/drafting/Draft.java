package io.comfortcommit.analysis.drafting;

/**
 * A drafted commit message.
 *
 * @param message subject, and where there is more to say a blank line and a body; lines end with a line feed, the last
 *     one with nothing
 */
public record Draft(String message) {
    public Draft {
        if (message.isBlank()) {
            throw new IllegalArgumentException("a draft can't be blank");
        }
    }

    /** The first line. */
    public String subject() {
        var end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
