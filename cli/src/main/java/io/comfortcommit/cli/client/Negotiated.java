package io.comfortcommit.cli.client;

import java.util.Set;

/**
 * @param have object ids of those candidates that the server has, with all that they lead to
 * @param byAgent whether the commit is for this machine to make, and no bundle is wanted
 */
public record Negotiated(String repositoryId, Set<String> have, boolean byAgent) {}
