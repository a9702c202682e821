package io.comfortcommit.repositories.mirror;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;

/**
 * A remote that a tenant tracks.
 *
 * @param remote canonical, without credentials
 * @param defaultBranch short name
 */
public record Tracked(RepositoryId id, UserId tenant, String remote, String defaultBranch) {}
