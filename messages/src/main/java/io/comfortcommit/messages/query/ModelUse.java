package io.comfortcommit.messages.query;

/** @param allowed whether a model is set up that may see the repository's changes */
public record ModelUse(boolean allowed) {}
