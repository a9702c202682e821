package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;

/** What can be asked about tracked repositories. Each query carries its caller, who is told of their own only. */
public sealed interface TrackedRepositoryQuery {
    UserId caller();

    /** The caller's, in the order in which they were tracked. Answered with {@link FoundRepositories}. */
    record FindRepositories(UserId caller) implements TrackedRepositoryQuery {}

    /**
     * In the order in which they were added. Answered with {@link FoundMembers}.
     *
     * @param atLeast the event of the repository that the answer has to hold, if it comes soon; -1 for none
     */
    record FindMembers(UserId caller, RepositoryId repositoryId, long atLeast) implements TrackedRepositoryQuery {}
}
