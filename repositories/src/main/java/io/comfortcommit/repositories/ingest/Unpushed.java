package io.comfortcommit.repositories.ingest;

import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.mirror.Mirror;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many commits of the desk the remote does not have. */
final class Unpushed {
    private static final Logger LOG = LoggerFactory.getLogger(Unpushed.class);

    private Unpushed() {}

    /**
     * Counts what the last fetch did not know. Only where that is something, the remote is asked again: somebody may
     * have pushed it since.
     *
     * @param both the mirror with the bundle's objects
     */
    static int count(Mirror mirror, Repository both, String branch, RevCommit base) throws IOException {
        int known = countKnown(mirror, both, branch, base);
        if (known == 0) {
            return 0;
        }
        try {
            mirror.fetch(branch);
        } catch (IOException | RefusedException unreachable) {
            LOG.debug("the remote could not be asked for unpushed commits", unreachable);
            return known;
        }
        return countKnown(mirror, both, branch, base);
    }

    /** Beyond the branch, or where the remote has no such branch yet, beyond all of its branches. */
    private static int countKnown(Mirror mirror, Repository both, String branch, RevCommit base) throws IOException {
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
        try (RevWalk walk = new RevWalk(both)) {
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
