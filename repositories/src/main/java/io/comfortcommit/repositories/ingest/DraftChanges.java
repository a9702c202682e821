package io.comfortcommit.repositories.ingest;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.lane.Predecessor;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * What a capture changes. Where an earlier capture of the lane landed and the desk has not taken that commit up yet, the
 * work tree still holds that change too; it is not this one's.
 */
public final class DraftChanges {
    private final ChangeReader reader;

    public DraftChanges(ChangeReader reader) {
        this.reader = reader;
    }

    /** @param lastLanded the newest earlier capture of the lane that landed */
    public ChangeSet read(Repository git, CaptureOrder order, Optional<Predecessor> lastLanded) throws IOException {
        return reader.read(git, position(git, order, lastLanded), ObjectId.fromString(order.snapshot()));
    }

    /** The commit that the change begins at; null before the first one. */
    public @Nullable ObjectId position(Repository git, CaptureOrder order, Optional<Predecessor> lastLanded)
            throws IOException {
        ObjectId base = order.base() == null ? null : ObjectId.fromString(order.base());
        return lastLanded.isPresent() && !contains(git, base, lastLanded.get().pushedAs())
                ? lastLanded.get().snapshot()
                : base;
    }

    private static boolean contains(Repository git, @Nullable ObjectId base, @Nullable ObjectId pushed)
            throws IOException {
        if (base == null || pushed == null) {
            return false;
        }
        try (RevWalk walk = new RevWalk(git)) {
            return walk.isMergedInto(walk.parseCommit(pushed), walk.parseCommit(base));
        } catch (MissingObjectException notFetchedYet) {
            return false;
        }
    }
}
