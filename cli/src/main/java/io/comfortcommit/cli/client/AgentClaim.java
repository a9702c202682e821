package io.comfortcommit.cli.client;

import java.time.Instant;

/**
 * A draft that the server gave to this machine to push.
 *
 * @param message approved, whole
 * @param approvedAt the committer date
 */
public record AgentClaim(String draftId, String message, Instant approvedAt) {}
