package io.comfortcommit.analysis.evaluation;

import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.Bots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** The first-parent line of a history, oldest first. */
final class HistoryWalk {
    /** @param parent null for a first commit */
    record Step(ObjectId id, @Nullable ObjectId parent, boolean merge, Author author, boolean bot, String message) {}

    private HistoryWalk() {}

    static List<Step> of(Repository repository, ObjectId head) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(true);
            var steps = new ArrayList<Step>();
            var commit = walk.parseCommit(head);
            while (true) {
                steps.add(step(commit));
                if (commit.getParentCount() == 0) {
                    break;
                }
                var parent = commit.getParent(0);
                commit.disposeBody();
                if (!repository.getObjectDatabase().has(parent)) {
                    break; // the edge of a shallow clone
                }
                commit = walk.parseCommit(parent);
            }
            Collections.reverse(steps);
            return steps;
        }
    }

    private static Step step(RevCommit commit) {
        var author = commit.getAuthorIdent();
        return new Step(
                commit.getId().copy(),
                commit.getParentCount() == 0
                        ? null
                        : commit.getParent(0).getId().copy(),
                commit.getParentCount() > 1,
                Author.of(author.getEmailAddress()),
                Bots.isBot(author.getName(), author.getEmailAddress()),
                commit.getFullMessage());
    }
}
