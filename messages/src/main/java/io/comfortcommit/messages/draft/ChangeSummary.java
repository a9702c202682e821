package io.comfortcommit.messages.draft;

/**
 * The size of a change; never its content.
 *
 * @param filesChanged files added, modified, deleted, renamed or with another mode
 * @param insertions lines added, binary files not counted
 * @param deletions lines removed, binary files not counted
 */
public record ChangeSummary(int filesChanged, int insertions, int deletions) {}
