package io.comfortcommit.repositories.publishing;

/** The points of a publish between which a process may die; observed by tests that kill it there. */
public enum PublishStep {
    /** The commit is in the mirror and durable, but no attempt says so. */
    COMMIT_WRITTEN,
    /** The attempt is stored, nothing is pushed. */
    ATTEMPT_STORED,
    /** The remote has taken the commit, but nobody here has written it down. */
    PUSHED,
    /** The publication is stored, the caller does not know yet. */
    RECORDED
}
