package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import org.jspecify.annotations.Nullable;

/** What can be asked of a tracked repository. */
public sealed interface TrackedRepositoryCommand {
    RepositoryId repositoryId();

    /** Begins to track; a repository that is tracked already is left as it is. */
    record TrackRepository(RepositoryId repositoryId, UserId owner, String remote, String defaultBranch)
            implements TrackedRepositoryCommand {}

    /** Of its owner. For anybody else there is no such repository. */
    sealed interface OwnersCommand extends TrackedRepositoryCommand {
        UserId caller();
    }

    /**
     * Decides how messages are drafted there from now on; nothing if they are already. Answered with the
     * {@link DraftingChoice} that holds then.
     *
     * @param language null where it stays
     * @param gitmoji null where it stays
     */
    record ChooseDrafting(
            RepositoryId repositoryId,
            UserId caller,
            @Nullable DraftingLanguage language,
            @Nullable Boolean gitmoji) implements OwnersCommand {}

    /** Decides who but the owner sees the drafts there. Answered with a {@link TrackedRepositoryState}. */
    sealed interface MembershipCommand extends OwnersCommand {
        UserId member();
    }

    /** From now on somebody does; nothing if they do already. */
    record AddMember(RepositoryId repositoryId, UserId caller, UserId member) implements MembershipCommand {}

    /** No longer; nothing if that was said already. */
    record RemoveMember(RepositoryId repositoryId, UserId caller, UserId member) implements MembershipCommand {}
}
