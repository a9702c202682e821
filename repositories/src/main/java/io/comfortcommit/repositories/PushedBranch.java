package io.comfortcommit.repositories;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that somebody pushed to a branch of its own, to become a draft for another.
 *
 * @param caller whose repository and draft it is
 * @param branch short name, begins with {@link #PREFIX}
 * @param authors e-mail addresses that the work may be of; {@code *} stands for all
 * @param since only what was committed after it; null for all
 * @param client who told of it, as {@code name/version}
 */
public record PushedBranch(
        UserId caller,
        RepositoryId repository,
        String branch,
        List<String> authors,
        @Nullable Instant since,
        String client) {
    /** Of the branches that are drafts. */
    public static final String PREFIX = "wip/";

    public PushedBranch {
        authors = List.copyOf(authors);
    }
}
