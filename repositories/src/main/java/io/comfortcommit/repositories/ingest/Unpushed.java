package io.comfortcommit.repositories.ingest;

import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.mirror.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** How many commits of the desk the remote does not have. */
final class Unpushed {
    /** A capture should not wait long for a number. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Unpushed() {}

    /**
     * Counts what the last fetch did not know. Only where that is something, the remote is asked again: somebody may
     * have pushed it since.
     */
    static int count(Mirror mirror, CaptureOrder order) throws IOException {
        if (order.base() == null) {
            return 0;
        }
        ObjectId base = ObjectId.fromString(order.base());
        int known = countKnown(mirror, order.branch(), base);
        return known > 0 && mirror.follow(order.branch(), PATIENCE) ? countKnown(mirror, order.branch(), base) : known;
    }

    /** Beyond the branch, or where the remote has no such branch yet, beyond all of its branches. */
    private static int countKnown(Mirror mirror, String branch, ObjectId base) throws IOException {
        List<ObjectId> pushed = new ArrayList<>();
        ObjectId tip = mirror.lastFetched(branch);
        if (tip != null) {
            if (tip.equals(base)) {
                return 0;
            }
            pushed.add(tip);
        } else {
            for (Ref ref : mirror.git().getRefDatabase().getRefsByPrefix(Mirror.REMOTE_REFS)) {
                pushed.add(ref.getObjectId());
            }
        }
        try (RevWalk walk = new RevWalk(mirror.git())) {
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(base));
            for (ObjectId id : pushed) {
                if (walk.parseAny(id) instanceof RevCommit commit) {
                    walk.markUninteresting(commit);
                }
            }
            int count = 0;
            while (walk.next() != null) {
                count++;
            }
            return count;
        }
    }
}
