package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.RepositoryId;

/**
 * A tracked repository after a command.
 *
 * @param sequence of its newest event
 */
public record TrackedRepositoryState(RepositoryId repositoryId, long sequence) {}
