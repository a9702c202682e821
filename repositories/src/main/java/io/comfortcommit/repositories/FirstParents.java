package io.comfortcommit.repositories;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.messages.draft.GitAuthor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** A branch as its readers see it: one commit after the other, what was merged in as its merge. */
final class FirstParents {
    private final Repository git;
    private final ChangeReader reader = new ChangeReader();

    FirstParents(Repository git) {
        this.git = git;
    }

    /** Ends early where the history was cut off, as in a shallow clone. */
    void walk(ObjectId tip, Predicate<PastCommit> wantsMore) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            RevCommit commit = walk.parseCommit(tip);
            while (commit != null) {
                if (commit.getParentCount() < 2 && !wantsMore.test(past(commit))) {
                    return;
                }
                commit = commit.getParentCount() == 0 ? null : parsed(walk, commit.getParent(0));
            }
        }
    }

    private static @Nullable RevCommit parsed(RevWalk walk, RevCommit commit) throws IOException {
        try {
            return walk.parseCommit(commit);
        } catch (MissingObjectException cutOff) {
            return null;
        }
    }

    private PastCommit past(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        return new PastCommit(
                commit.name(),
                new GitAuthor(author.getName(), author.getEmailAddress()),
                commit.getFullMessage(),
                () -> change(commit));
    }

    private ChangeSet change(RevCommit commit) {
        try {
            return reader.read(git, commit.getParentCount() == 0 ? null : commit.getParent(0), commit);
        } catch (IOException e) {
            throw new UncheckedIOException("the change of commit " + commit.name() + " could not be read", e);
        }
    }
}
