package io.comfortcommit.messages.draft;

import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import java.util.List;

/**
 * One of the commits that a change is split into.
 *
 * @param message whole
 * @param files what it takes: hunks of a file, or all of it where none is named. The last part takes what no other does as well
 */
public record SplitPart(String message, List<ClusterFile> files) {
    public SplitPart {
        files = List.copyOf(files);
    }

    /** The first line of its message. */
    public String subject() {
        return message.lines().findFirst().orElse("");
    }
}
