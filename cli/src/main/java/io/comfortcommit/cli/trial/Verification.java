package io.comfortcommit.cli.trial;

import io.comfortcommit.cli.capture.Outcome;
import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.trial.DeskCopy.Copied;
import org.jspecify.annotations.Nullable;

/** Looks with git at what lies on the remote, whatever the server says. */
final class Verification {
    private Verification() {}

    /** @throws Failure {@link Problem#TRY_NOT_AS_CAPTURED} */
    static void check(Git git, Copied copied, Outcome.Captured captured, Draft pushed) {
        Git remote = git.at(copied.remote());
        String commit = pushed.orEmpty("commitId");
        GitOutput tip = remote.run("rev-parse", "-q", "--verify", "refs/heads/" + copied.branch());
        if (!tip.ok() || !tip.text().equals(commit)) {
            throw differs("the tip of " + copied.branch() + " is " + tip.text() + ", not " + commit);
        }
        String tree = remote.must("rev-parse", commit + "^{tree}").text();
        if (!tree.equals(captured.waiting().tree())) {
            throw differs("the pushed tree is " + tree + ", the captured one "
                    + captured.waiting().tree());
        }
        int expected = 1 + newCommits(remote, copied, copied.stand());
        int found = newCommits(remote, copied, commit);
        if (found != expected) {
            throw differs("the remote has " + found + " new commits, not " + expected);
        }
    }

    private static int newCommits(Git remote, Copied copied, @Nullable String to) {
        if (to == null) {
            return 0;
        }
        String since = copied.remoteTip();
        String count = since == null
                ? remote.must("rev-list", "--count", to).text()
                : remote.must("rev-list", "--count", to, "^" + since).text();
        return Integer.parseInt(count);
    }

    private static Failure differs(String what) {
        return Failure.of(Problem.TRY_NOT_AS_CAPTURED, what);
    }
}
