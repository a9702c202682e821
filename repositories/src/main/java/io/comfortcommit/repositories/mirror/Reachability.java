package io.comfortcommit.repositories.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Which commits some ref of a mirror leads to. Being in the mirror is not enough: what no ref leads to may be left of
 * something that never became whole.
 */
public final class Reachability {
    /** How much older than its child's a clock may have been on the desk where a commit was made. */
    private static final int CLOCK_SKEW_SECONDS =
            Math.toIntExact(Duration.ofDays(1).toSeconds());

    private final Repository git;
    private final Deadline deadline;

    /** @param deadline after which a commit that was not found yet counts as unreachable */
    public Reachability(Repository git, Deadline deadline) {
        this.git = git;
        this.deadline = deadline;
    }

    /** @return those of the candidates that are commits that a ref leads to */
    public Set<ObjectId> reachable(Collection<? extends ObjectId> candidates) throws IOException {
        Search search = new Search();
        for (ObjectId candidate : candidates) {
            search.add(candidate);
        }
        // Nearly always a branch of the remote, or a little below it: look there first.
        List<Ref> branches = git.getRefDatabase().getRefsByPrefix(Mirror.REMOTE_REFS);
        search.follow(branches, true);
        if (!search.isDone()) {
            search.follow(git.getRefDatabase().getRefsByPrefix(RefDatabase.ALL), false);
        }
        return search.found;
    }

    private final class Search {
        private final Map<ObjectId, Integer> wanted = new HashMap<>();
        private final Set<ObjectId> found = new HashSet<>();

        void add(ObjectId candidate) throws IOException {
            try (RevWalk walk = new RevWalk(git)) {
                wanted.put(candidate.copy(), walk.parseCommit(candidate).getCommitTime());
            } catch (MissingObjectException | IncorrectObjectTypeException notACommitHere) {
                return;
            }
        }

        boolean isDone() {
            return wanted.isEmpty();
        }

        /** @param recent stop where only commits follow that are older than what is looked for */
        void follow(List<Ref> refs, boolean recent) throws IOException {
            List<ObjectId> tips = new ArrayList<>();
            for (Ref ref : refs) {
                ObjectId tip = ref.getObjectId();
                if (tip != null) {
                    take(tip);
                    tips.add(tip);
                }
            }
            if (isDone()) {
                return;
            }
            try (RevWalk walk = new RevWalk(git)) {
                walk.setRetainBody(false);
                for (ObjectId tip : tips) {
                    if (walk.parseAny(tip) instanceof RevCommit commit) {
                        walk.markStart(commit);
                    }
                }
                int oldest =
                        wanted.values().stream().mapToInt(time -> time).min().orElse(0);
                for (RevCommit commit : walk) {
                    take(commit);
                    boolean tooOld = recent && commit.getCommitTime() < oldest - CLOCK_SKEW_SECONDS;
                    if (isDone() || tooOld || deadline.isCancelled()) {
                        return;
                    }
                }
            }
        }

        private void take(ObjectId id) {
            if (wanted.remove(id) != null) {
                found.add(id.copy());
            }
        }
    }
}
