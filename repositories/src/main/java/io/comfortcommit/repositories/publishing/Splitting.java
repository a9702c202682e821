package io.comfortcommit.repositories.publishing;

import io.comfortcommit.analysis.landing.SplitTrees;
import io.comfortcommit.analysis.landing.TreeMerge;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.ingest.DraftChanges;
import io.comfortcommit.repositories.lane.Predecessor;
import io.comfortcommit.repositories.publishing.Series.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Takes a draft's change apart into the commits that its author approved. Where they end is decided before, as for one commit;
 * this only finds trees on the way there, each carried onto the parent by the same merge as the whole was.
 */
final class Splitting {
    private final Repository git;
    private final Supplier<ObjectInserter> inserters;
    private final DraftChanges changes;
    private final CaptureOrder captured;
    private final Optional<Predecessor> lastLanded;

    /**
     * @param inserters for the trees
     * @param lastLanded the newest earlier capture of the lane that landed
     */
    Splitting(
            Repository git,
            Supplier<ObjectInserter> inserters,
            DraftChanges changes,
            CaptureOrder captured,
            Optional<Predecessor> lastLanded) {
        this.git = git;
        this.inserters = inserters;
        this.changes = changes;
        this.captured = captured;
        this.lastLanded = lastLanded;
    }

    /**
     * The last step has {@code tree}. A part of which nothing is left, because the parent has it already, is left out; one that
     * can't be carried onto the parent by itself goes with the next, under both messages.
     *
     * @param parts at least two; messages as they are to be written
     */
    List<Step> steps(@Nullable ObjectId parent, ObjectId tree, List<PublishOrder.Part> parts) throws IOException {
        try (ObjectInserter inserter = inserters.get();
                ObjectReader reader = inserter.newReader()) {
            ObjectId position = tree(reader, inserter, changes.position(git, captured, lastLanded));
            ObjectId ours = tree(reader, inserter, parent);
            List<ObjectId> trees = SplitTrees.of(
                    reader,
                    inserter,
                    position,
                    tree(reader, inserter, ObjectId.fromString(captured.snapshot())),
                    changes.read(git, captured, lastLanded),
                    parts.stream()
                            .map(part -> new SplitTrees.Part(part.hunks()))
                            .toList());
            List<Step> steps = new ArrayList<>();
            List<String> waiting = new ArrayList<>();
            ObjectId reached = ours;
            for (int number = 0; number < parts.size(); number++) {
                boolean last = number == parts.size() - 1;
                ObjectId next = last ? tree : carried(reader, inserter, position, ours, trees.get(number));
                if (next == null) {
                    waiting.add(parts.get(number).message());
                } else if (!next.equals(reached)) {
                    waiting.add(parts.get(number).message());
                    steps.add(new Step(next, String.join("\n\n", waiting)));
                    waiting.clear();
                    reached = next;
                }
            }
            inserter.flush();
            return steps;
        }
    }

    private static @Nullable ObjectId carried(
            ObjectReader reader, ObjectInserter inserter, ObjectId position, ObjectId ours, ObjectId theirs)
            throws IOException {
        return switch (TreeMerge.merge(reader, inserter, position, ours, theirs, TreeMerge.OnConflict.REPORT)) {
            case TreeMerge.Outcome.Clean(ObjectId tree) -> tree;
            case TreeMerge.Outcome.Conflicts _ -> null;
        };
    }

    /** The empty tree where there is no commit. */
    private static ObjectId tree(ObjectReader reader, ObjectInserter inserter, @Nullable ObjectId commit)
            throws IOException {
        if (commit == null) {
            return inserter.insert(new TreeFormatter());
        }
        try (RevWalk walk = new RevWalk(reader)) {
            return walk.parseCommit(commit).getTree().copy();
        }
    }
}
