package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.RepositoryId;
import java.time.Instant;
import java.util.List;

/** Answer to {@link TrackedRepositoryQuery.FindRepositories}. */
public record FoundRepositories(List<View> repositories) {
    public FoundRepositories {
        repositories = List.copyOf(repositories);
    }

    /**
     * @param remote where commits are pushed, without credentials
     * @param defaultBranch short name
     */
    public record View(
            RepositoryId repositoryId,
            String remote,
            String defaultBranch,
            Instant trackedAt,
            DraftingChoice drafting) {}
}
