package io.comfortcommit.analysis.landing;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the commit of a draft is and where it goes: exactly what was captured where nothing came in between,
 * merged where something did, beside the branch where that can't be done without losing somebody's work.
 *
 * <p>The change of a draft is what lies between the <em>desk position</em> and the snapshot. The desk position is the
 * base, until a draft of the lane was pushed and the author kept working without a sync: then the snapshot holds that
 * draft's change too, although its base does not, and the position is the earlier snapshot.
 */
public final class CommitPlanner {
    /**
     * What was captured.
     *
     * @param base the commit that the desk stood on, the snapshot's only parent; null before the first commit
     * @param staged whether it is the index alone, and not the whole work tree
     */
    public record Captured(ObjectId snapshot, @Nullable ObjectId base, boolean staged) {}

    /**
     * An earlier draft of the lane that landed.
     *
     * @param onBranch whether on the branch itself, and not beside it
     * @param rebased whether it was put on commits that the desk did not have
     */
    public record Earlier(Captured captured, ObjectId pushedAs, boolean onBranch, boolean rebased) {}

    private final Repository git;
    private final Supplier<ObjectInserter> inserters;
    private final Captured draft;
    private final @Nullable ObjectId base;
    private final ObjectId snapshot;

    /** @param inserters for the trees that merging makes */
    public CommitPlanner(Repository git, Supplier<ObjectInserter> inserters, Captured draft) {
        this.git = git;
        this.inserters = inserters;
        this.draft = draft;
        this.base = draft.base();
        this.snapshot = draft.snapshot();
    }

    /**
     * @param tip of the branch, fetched; null where the remote does not have it
     * @param predecessors earlier drafts of the lane that landed, newest first
     * @throws MissingObjectException if what was captured is not there any more
     */
    public CommitPlan plan(@Nullable ObjectId tip, List<Earlier> predecessors) throws IOException {
        try (ObjectInserter inserter = inserters.get()) {
            CommitPlan plan = plan(inserter, tip, predecessors);
            inserter.flush();
            return plan;
        }
    }

    private CommitPlan plan(ObjectInserter inserter, @Nullable ObjectId tip, List<Earlier> predecessors)
            throws IOException {
        ObjectId captured = tree(inserter, snapshot);
        ObjectId stoodOn = tree(inserter, base);
        if (tip == null) {
            return new CommitPlan.OnBranch(base, captured, false);
        }
        if (base != null && !isWithin(base, tip)) {
            return isWithin(tip, base)
                    ? new CommitPlan.OnBranch(base, captured, false)
                    : new CommitPlan.Beside(base, captured, SideBranchReason.UNPUSHED_COMMITS);
        }
        Earlier stackedOn = predecessorUnknownToDesk(tip, predecessors);
        TreeMerge.Outcome change = stackedOn == null
                ? new TreeMerge.Outcome.Clean(captured)
                : afterPredecessor(inserter, stackedOn, captured);
        if (!(change instanceof TreeMerge.Outcome.Clean(ObjectId desired))) {
            return beside(captured, change);
        }
        ObjectId position = stackedOn == null ? stoodOn : position(inserter, stackedOn);
        ObjectId current = tree(inserter, tip);
        TreeMerge.Outcome merged = merge(inserter, position, current, desired, TreeMerge.OnConflict.REPORT);
        return switch (merged) {
            case TreeMerge.Outcome.Conflicts conflicts -> beside(captured, conflicts);
            case TreeMerge.Outcome.Clean(ObjectId tree) when tree.equals(current) -> new CommitPlan.NothingLeft();
            case TreeMerge.Outcome.Clean(ObjectId tree) -> new CommitPlan.OnBranch(tip, tree, !deskHas(tip, stackedOn));
        };
    }

    private CommitPlan beside(ObjectId captured, TreeMerge.Outcome outcome) {
        return switch (outcome) {
            case TreeMerge.Outcome.Conflicts(List<String> paths) ->
                new CommitPlan.Beside(base, captured, SideBranchReason.conflict(paths));
            case TreeMerge.Outcome.Clean clean -> throw new IllegalStateException("nothing conflicts");
        };
    }

    /** Whether everything in the tip is on the author's desk, as commit or as change. */
    private boolean deskHas(ObjectId tip, @Nullable Earlier stackedOn) {
        if (tip.equals(base)) {
            return true;
        }
        return stackedOn != null && tip.equals(stackedOn.pushedAs()) && !stackedOn.rebased();
    }

    // --- the desk position

    /** The newest draft of the lane that the branch has, if the desk's base does not have it. */
    private @Nullable Earlier predecessorUnknownToDesk(ObjectId tip, List<Earlier> predecessors) throws IOException {
        for (Earlier predecessor : predecessors) {
            ObjectId commit = predecessor.pushedAs();
            // One that was pushed beside the branch counts once somebody merged it.
            if (predecessor.onBranch() || isWithin(commit, tip)) {
                return base != null && isWithin(commit, base) ? null : predecessor;
            }
        }
        return null;
    }

    /**
     * The predecessor's snapshot, carried along if the base moved in the meantime: a desk that pulled has what it pulled
     * in the new snapshot but not in the old one, and it must not pass for the author's change.
     */
    private ObjectId position(ObjectInserter inserter, Earlier predecessor) throws IOException {
        TreeMerge.Outcome carried = merge(
                inserter,
                tree(inserter, predecessor.captured().base()),
                tree(inserter, base),
                tree(inserter, predecessor.captured().snapshot()),
                TreeMerge.OnConflict.REPORT);
        return switch (carried) {
            case TreeMerge.Outcome.Clean(ObjectId tree) -> tree;
            // The author put the two together by hand. From the base, what both sides have is no conflict, and what
            // only one has is never taken for removed.
            case TreeMerge.Outcome.Conflicts conflicts -> tree(inserter, base);
        };
    }

    /**
     * What the author wants the files to be. A work tree says it in full. An index only speaks of what was staged since
     * the base: a file that it leaves at the base is not a wish to take the pushed predecessor back.
     */
    private TreeMerge.Outcome afterPredecessor(ObjectInserter inserter, Earlier predecessor, ObjectId captured)
            throws IOException {
        return draft.staged()
                ? merge(
                        inserter,
                        tree(inserter, base),
                        position(inserter, predecessor),
                        captured,
                        TreeMerge.OnConflict.TAKE_THEIRS)
                : new TreeMerge.Outcome.Clean(captured);
    }

    // --- git

    private static TreeMerge.Outcome merge(
            ObjectInserter inserter, ObjectId base, ObjectId ours, ObjectId theirs, TreeMerge.OnConflict onConflict)
            throws IOException {
        // The inserter's reader: it sees what an earlier merge made but did not flush.
        try (ObjectReader reader = inserter.newReader()) {
            return TreeMerge.merge(reader, inserter, base, ours, theirs, onConflict);
        }
    }

    /** The empty tree where there is no commit. */
    private static ObjectId tree(ObjectInserter inserter, @Nullable ObjectId commit) throws IOException {
        if (commit == null) {
            return inserter.insert(new TreeFormatter());
        }
        try (ObjectReader reader = inserter.newReader();
                RevWalk walk = new RevWalk(reader)) {
            return walk.parseCommit(commit).getTree().copy();
        }
    }

    private boolean isWithin(ObjectId commit, ObjectId tip) throws IOException {
        return isWithin(git, commit, tip);
    }

    /** Whether a commit is the tip or an ancestor of it. One that is not here is not. */
    public static boolean isWithin(Repository git, ObjectId commit, ObjectId tip) throws IOException {
        if (commit.equals(tip)) {
            return true;
        }
        if (!git.getObjectDatabase().has(commit)) {
            return false;
        }
        try (RevWalk walk = new RevWalk(git)) {
            walk.setRetainBody(false);
            return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(tip));
        }
    }
}
