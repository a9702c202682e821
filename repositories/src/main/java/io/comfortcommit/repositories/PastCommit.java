package io.comfortcommit.repositories;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.messages.draft.GitAuthor;
import java.util.function.Supplier;

/**
 * A commit with one parent, or the first one.
 *
 * @param change read when asked for, within the walk that gave the commit
 */
public record PastCommit(String id, GitAuthor author, String message, Supplier<ChangeSet> change) {}
