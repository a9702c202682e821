package io.comfortcommit.cli.client;

import java.util.Set;

/** @param have object ids of those candidates that the server has, with all that they lead to */
public record Negotiated(String repositoryId, Set<String> have) {}
