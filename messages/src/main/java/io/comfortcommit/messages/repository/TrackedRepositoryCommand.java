package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;

/** What can be asked of a tracked repository. */
public sealed interface TrackedRepositoryCommand {
    RepositoryId repositoryId();

    /** Begins to track; a repository that is tracked already is left as it is. */
    record TrackRepository(RepositoryId repositoryId, UserId owner, String remote, String defaultBranch)
            implements TrackedRepositoryCommand {}
}
