package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.privacy.DataSubject;
import io.comfortcommit.messages.privacy.PersonalData;
import java.time.Instant;

/** What happened to a tracked repository. */
public sealed interface TrackedRepositoryEvent {
    RepositoryId repositoryId();

    UserId owner();

    Instant at();

    /**
     * @param remote where commits are pushed, without credentials
     * @param defaultBranch short name
     */
    record RepositoryTracked(
            RepositoryId repositoryId,
            @DataSubject UserId owner,
            @PersonalData String remote,
            @PersonalData String defaultBranch,
            Instant at)
            implements TrackedRepositoryEvent {}

    /** From now on messages are drafted so. */
    record DraftingChosen(
            RepositoryId repositoryId, UserId owner, DraftingLanguage language, boolean gitmoji, Instant at)
            implements TrackedRepositoryEvent {
        public DraftingChoice choice() {
            return new DraftingChoice(language, gitmoji);
        }
    }

    /** From now on the member sees the drafts there. */
    record MemberAdded(RepositoryId repositoryId, UserId owner, UserId member, Instant at)
            implements TrackedRepositoryEvent {}

    /** From now on no longer. Nobody need have been told of them before: earlier versions had members without events. */
    record MemberRemoved(RepositoryId repositoryId, UserId owner, UserId member, Instant at)
            implements TrackedRepositoryEvent {}
}
