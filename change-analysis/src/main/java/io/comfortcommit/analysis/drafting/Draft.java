package io.comfortcommit.analysis.drafting;

import java.util.List;

/**
 * A drafted commit message.
 *
 * @param message subject, and where there is more to say a blank line and a body; lines end with a line feed, the last
 *     one with nothing
 * @param reasons why it has its type, the strongest first; at most three, then those for the author's own form
 */
public record Draft(String message, List<Reason> reasons) {
    public Draft {
        reasons = List.copyOf(reasons);
        if (message.isBlank()) {
            throw new IllegalArgumentException("a draft can't be blank");
        }
    }

    /** Where there is nothing to say of the reasons. */
    public Draft(String message) {
        this(message, List.of());
    }

    /** The first line. */
    public String subject() {
        var end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
