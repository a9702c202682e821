package io.comfortcommit.messages.draft;

/**
 * How a draft stands after a command.
 *
 * @param version counts what the author can see change; the expected version of the next command
 */
public record DraftState(DraftId draftId, DraftStatus status, long version) {}
