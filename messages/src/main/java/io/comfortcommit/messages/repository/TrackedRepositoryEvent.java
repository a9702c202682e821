package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.privacy.DataSubject;
import io.comfortcommit.messages.privacy.PersonalData;
import java.time.Instant;

/** What happened to a tracked repository. */
public sealed interface TrackedRepositoryEvent {
    RepositoryId repositoryId();

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
}
