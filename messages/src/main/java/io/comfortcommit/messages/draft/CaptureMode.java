package io.comfortcommit.messages.draft;

/** What of the desk a capture holds. */
public enum CaptureMode {
    /** Something was staged: the index, and only the index. */
    INDEX,
    /** Nothing was staged: tracked changes plus untracked files that are not ignored. */
    WORK_TREE
}
