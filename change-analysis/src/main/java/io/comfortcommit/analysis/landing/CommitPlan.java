package io.comfortcommit.analysis.landing;

import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** What to do with a draft, given where its branch stands. */
public sealed interface CommitPlan {
    /**
     * A commit for the branch itself.
     *
     * @param parent null for a first commit
     * @param rebased whether the desk lacks some of the parent
     */
    record OnBranch(@Nullable ObjectId parent, ObjectId tree, boolean rebased) implements CommitPlan {}

    /** A commit for a branch of its own, exactly as it was captured. */
    record Beside(@Nullable ObjectId parent, ObjectId tree, String reason) implements CommitPlan {}

    /** The branch holds the whole change already. */
    record NothingLeft() implements CommitPlan {}
}
