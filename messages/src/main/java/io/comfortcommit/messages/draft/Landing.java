package io.comfortcommit.messages.draft;

/** Where a pushed commit came to lie. */
public enum Landing {
    /** On the branch it was captured on. */
    BRANCH,
    /** On a {@code comfort/…} branch beside it, because the branch itself could not take it. */
    SIDE_BRANCH
}
