package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;

/** What can be asked of a tracked repository. */
public sealed interface TrackedRepositoryCommand {
    RepositoryId repositoryId();

    /** Begins to track; a repository that is tracked already is left as it is. */
    record TrackRepository(RepositoryId repositoryId, UserId owner, String remote, String defaultBranch)
            implements TrackedRepositoryCommand {}

    /** Decides who but the owner sees the drafts there. Answered with a {@link TrackedRepositoryState}. */
    sealed interface MembershipCommand extends TrackedRepositoryCommand {
        UserId caller();

        UserId member();
    }

    /** From now on somebody does; nothing if they do already. */
    record AddMember(RepositoryId repositoryId, UserId caller, UserId member) implements MembershipCommand {}

    /** No longer; nothing if that was said already. */
    record RemoveMember(RepositoryId repositoryId, UserId caller, UserId member) implements MembershipCommand {}
}
