package io.comfortcommit.cli.agent;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.commitlint.CommitlintReader;
import io.comfortcommit.analysis.exchange.Analysis;
import io.comfortcommit.analysis.exchange.AnalysisJson;
import io.comfortcommit.analysis.exchange.Masking;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.lane.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Writes what the server is told of a captured change, in place of the change itself. */
public final class OutgoingAnalysis {
    private static final int LARGEST_TEXT = 256 << 10;
    private static final int SUBJECTS = 50;

    private final Git git;
    private final Snapshots snapshots;
    private final Waiting waiting;
    private final FingerprintKey key;

    /** @param git in the work tree's root */
    public OutgoingAnalysis(Git git, Snapshots snapshots, Waiting waiting) {
        this.git = git;
        this.snapshots = snapshots;
        this.waiting = waiting;
        this.key = FingerprintKey.of(snapshots);
    }

    /**
     * @param temporary a folder of this moment
     * @return the file that holds it
     */
    public Path write(Path temporary) {
        AgentRecord before = lastLandedElsewhere();
        ObjectId captured = ObjectId.fromString(waiting.snapshot());
        String since = before != null ? before.snapshot() : waiting.base();
        try {
            Analysis analysis = CapturedObjects.read(
                    git,
                    snapshots,
                    waiting.captureId(),
                    before == null ? List.of() : List.of(before.captureId()),
                    temporary,
                    objects -> {
                        ChangeSet change = new ChangeReader()
                                .read(objects, since == null ? null : ObjectId.fromString(since), captured);
                        return Masking.of(change, unpushed(), subjects(), rules(objects, captured), key::of);
                    });
            return Files.write(temporary.resolve("analysis.json"), AnalysisJson.write(analysis));
        } catch (MissingObjectException e) {
            throw Failure.of(e, Problem.OBJECTS_NOT_HERE, e.getObjectId().name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was pushed last, where the desk has not taken that up and so its files hold that change too. */
    private @Nullable AgentRecord lastLandedElsewhere() {
        String head = waiting.base();
        return new AgentRecords(snapshots)
                .all().reversed().stream()
                        .filter(record -> record.lane().equals(waiting.lane().toString()))
                        .filter(AgentRecord::landedOnBranch)
                        .findFirst()
                        .filter(record -> head == null || !isWithin(record, head))
                        .filter(record -> snapshots.isHere(record.captureId()))
                        .orElse(null);
    }

    private boolean isWithin(AgentRecord record, String head) {
        AgentRecord.Landed landed = record.landed();
        return landed != null && git.succeeds("merge-base", "--is-ancestor", landed.commit(), head);
    }

    private int unpushed() {
        String head = waiting.base();
        if (head == null) {
            return 0;
        }
        String tracked = "refs/remotes/" + waiting.remote().name() + "/" + waiting.branch();
        boolean known = git.succeeds("rev-parse", "--verify", "--quiet", tracked);
        GitOutput count = known
                ? git.run("rev-list", "--count", head, "--not", tracked)
                : git.run(
                        "rev-list",
                        "--count",
                        head,
                        "--not",
                        "--remotes=" + waiting.remote().name());
        try {
            return count.ok() ? Math.min(Integer.parseInt(count.text()), 100_000) : 0;
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }

    private List<String> subjects() {
        String head = waiting.base();
        GitOutput log = head == null
                ? new GitOutput(0, new byte[0], "")
                : git.run("log", "--no-show-signature", "-" + SUBJECTS, "--format=%s", head);
        return log.ok() ? log.lines() : List.of();
    }

    private static Map<String, String> rules(Repository git, ObjectId snapshot) throws IOException {
        List<String> names = new ArrayList<>(CommitlintReader.FILES);
        names.add(IgnoredPaths.FILE);
        Map<String, String> rules = new TreeMap<>();
        try (RevWalk walk = new RevWalk(git)) {
            RevTree tree = walk.parseTree(snapshot);
            for (String name : names) {
                try (TreeWalk file = TreeWalk.forPath(walk.getObjectReader(), name, tree)) {
                    if (file == null || (file.getRawMode(0) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
                        continue;
                    }
                    ObjectLoader loader = walk.getObjectReader().open(file.getObjectId(0));
                    if (loader.getSize() <= LARGEST_TEXT) {
                        rules.put(name, new String(loader.getCachedBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return rules;
    }
}
