package io.comfortcommit.repositories;

import io.comfortcommit.messages.draft.DraftId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An approved draft to be pushed.
 *
 * @param parts the commits that it becomes, first to last; at least one
 * @param approvedAt the committer date
 */
public record PublishOrder(DraftId draftId, List<Part> parts, Instant approvedAt) {
    public PublishOrder {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a draft becomes at least one commit");
        }
    }

    /** As one commit. */
    public PublishOrder(DraftId draftId, String message, Instant approvedAt) {
        this(draftId, List.of(new Part(message, Map.of())), approvedAt);
    }

    /** The message of the first commit. */
    public String message() {
        return parts.getFirst().message();
    }

    /**
     * A commit.
     *
     * @param message the approved message, whole
     * @param hunks places among the hunks of a file, by {@link io.comfortcommit.analysis.FileChange#path()}; none for all of the
     *     file. The last part takes what no other does, whatever it says
     */
    public record Part(String message, Map<String, Set<Integer>> hunks) {
        public Part {
            hunks = Map.copyOf(hunks);
        }
    }
}
