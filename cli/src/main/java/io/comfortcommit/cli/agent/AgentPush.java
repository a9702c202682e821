package io.comfortcommit.cli.agent;

import io.comfortcommit.analysis.landing.CommitPlan;
import io.comfortcommit.analysis.landing.CommitPlanner;
import io.comfortcommit.analysis.landing.SideBranchName;
import io.comfortcommit.analysis.landing.SideBranchReason;
import io.comfortcommit.cli.agent.AgentRecord.Attempt;
import io.comfortcommit.cli.agent.AuthorsGit.NotNow;
import io.comfortcommit.cli.agent.AuthorsGit.Refused;
import io.comfortcommit.cli.agent.AuthorsGit.Reply;
import io.comfortcommit.cli.client.AgentClaim;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.messages.draft.PushFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Makes the commit of an approved draft and pushes it, once: what may have been pushed is always on record before it is, and
 * looked for on the remote before anything else. Where the commit lies is decided as the server decides it.
 */
final class AgentPush {
    private static final int ROUNDS = 10;

    private final Desk desk;
    private final AuthorsGit git;
    private final AgentRecords records;
    private final Snapshots snapshots;
    private final Path objects;
    private final AgentClaim claim;
    private AgentRecord draft;

    AgentPush(
            Desk desk, AuthorsGit git, AgentRecords records, Snapshots snapshots, AgentRecord draft, AgentClaim claim) {
        this.desk = desk;
        this.git = git;
        this.records = records;
        this.snapshots = snapshots;
        this.objects = snapshots.written(draft.captureId());
        this.draft = draft;
        this.claim = claim;
    }

    /** @return the record with where it landed, on the disk */
    AgentRecord run() throws NotNow, Refused {
        if (!Files.isDirectory(objects)) {
            throw new Refused(PushFailure.CAPTURE_LOST, "what was captured is no longer in this repository");
        }
        Path temporary = snapshots.temporaryFolder();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                if (round(temporary)) {
                    return draft;
                }
            }
            throw new Refused(
                    PushFailure.BRANCH_KEEPS_MOVING, draft.branch() + " moved " + ROUNDS + " times under the push");
        } catch (MissingObjectException e) {
            throw new Refused(
                    PushFailure.CAPTURE_LOST,
                    "the repository lacks object " + e.getObjectId().name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Snapshots.remove(temporary);
        }
    }

    /** @return false if the branch moved and everything must be looked at again */
    private boolean round(Path temporary) throws NotNow, Refused, IOException {
        Map<String, String> branches = git.branches(draft.remote());
        String tip = branches.get(draft.branch());
        if (tip != null) {
            git.fetch(draft.remote(), draft.branch(), tip);
        }
        if (isThereAlready(branches)) {
            return true;
        }
        return switch (plan(tip, temporary)) {
            case CommitPlan.NothingLeft _ ->
                throw new Refused(
                        PushFailure.NOTHING_LEFT_TO_COMMIT, "all of the change is on " + draft.branch() + " already");
            case CommitPlan.Beside(ObjectId parent, ObjectId tree, String reason) ->
                pushBeside(new Commit(name(parent), tree.name(), false), reason, branches, temporary);
            case CommitPlan.OnBranch(ObjectId parent, ObjectId tree, boolean rebased) ->
                pushOnBranch(tip, new Commit(name(parent), tree.name(), rebased), branches, temporary);
        };
    }

    private record Commit(@Nullable String parent, String tree, boolean rebased) {}

    private static @Nullable String name(@Nullable ObjectId id) {
        return id == null ? null : id.name();
    }

    // --- was it pushed already?

    /** Looks at every attempt, also one that ended before it was known how. */
    private boolean isThereAlready(Map<String, String> branches) throws NotNow {
        Optional<Attempt> attempt = git.landedAttempt(draft, branches);
        attempt.ifPresent(this::landed);
        return attempt.isPresent();
    }

    private void landed(Attempt attempt) {
        draft = draft.withLanded(attempt);
        records.write(draft);
    }

    // --- where to

    private CommitPlan plan(@Nullable String tip, Path temporary) throws IOException {
        List<AgentRecord> predecessors = predecessors();
        return CapturedObjects.read(
                desk.git(),
                snapshots,
                draft.captureId(),
                predecessors.stream().map(AgentRecord::captureId).toList(),
                temporary,
                repository -> new CommitPlanner(repository, repository::newObjectInserter, captured(draft))
                        .plan(
                                tip == null ? null : ObjectId.fromString(tip),
                                predecessors.stream().map(AgentPush::earlier).toList()));
    }

    /** Newest first, down to the first that landed on the branch itself; those before it do not matter any more. */
    private List<AgentRecord> predecessors() {
        List<AgentRecord> earlier = new ArrayList<>();
        for (AgentRecord other : records.all().reversed()) {
            if (other.lane().equals(draft.lane())
                    && other.branch().equals(draft.branch())
                    && other.landed() != null
                    && other.captureId().compareTo(draft.captureId()) < 0
                    && Files.isDirectory(folderOf(other))) {
                earlier.add(other);
                if (other.landedOnBranch()) {
                    break;
                }
            }
        }
        return earlier;
    }

    private static CommitPlanner.Captured captured(AgentRecord record) {
        String base = record.base();
        return new CommitPlanner.Captured(
                ObjectId.fromString(record.snapshot()),
                base == null ? null : ObjectId.fromString(base),
                record.staged());
    }

    private static CommitPlanner.Earlier earlier(AgentRecord record) {
        AgentRecord.Landed landed = Objects.requireNonNull(record.landed());
        return new CommitPlanner.Earlier(
                captured(record), ObjectId.fromString(landed.commit()), record.landedOnBranch(), landed.rebased());
    }

    // --- pushing

    private boolean pushOnBranch(@Nullable String tip, Commit commit, Map<String, String> branches, Path temporary)
            throws NotNow, Refused {
        Attempt attempt = prepare(commit, draft.branch(), tip, null, temporary);
        return switch (git.push(draft.remote(), attempt.commit(), attempt.target(), tip)) {
            case Reply.Taken _ -> {
                landed(attempt);
                yield true;
            }
            case Reply.Moved _ -> false;
            case Reply.RefusedByRemote(String words) ->
                pushBeside(commit, SideBranchReason.refused(words), branches, temporary);
        };
    }

    private boolean pushBeside(Commit commit, String reason, Map<String, String> branches, Path temporary)
            throws NotNow, Refused {
        String name = draft.attempts().reversed().stream()
                .map(Attempt::target)
                .filter(target -> !target.equals(draft.branch()) && !branches.containsKey(target))
                .findFirst()
                .orElseGet(() -> SideBranchName.choose(claim.message(), branches.keySet()));
        Attempt attempt = prepare(commit, name, null, reason, temporary);
        return switch (git.push(draft.remote(), attempt.commit(), name, null)) {
            case Reply.Taken _ -> {
                landed(attempt);
                yield true;
            }
            // Somebody took the name; the next look finds another.
            case Reply.Moved _ -> false;
            case Reply.RefusedByRemote(String words) -> throw new Refused(PushFailure.REMOTE_REFUSED, words);
        };
    }

    /** Makes the commit, or takes the one that was made of the same before, and puts the attempt on record. */
    private Attempt prepare(
            Commit commit, String target, @Nullable String expected, @Nullable String reason, Path temporary)
            throws Refused {
        String object = madeBefore(commit).orElse(null);
        if (object == null) {
            object = git.commit(
                    draft, commit.tree(), commit.parent(), claim.message(), claim.approvedAt(), objects, temporary);
            git.keep(draft, object, objects);
        }
        Attempt attempt = new Attempt(
                object, target, expected, commit.parent(), commit.tree(), claim.message(), commit.rebased(), reason);
        if (draft.attempts().isEmpty() || !draft.attempts().getLast().equals(attempt)) {
            draft = draft.with(attempt);
            records.write(draft);
        }
        return attempt;
    }

    /** Signed once, and seen by the hooks once. */
    private Optional<String> madeBefore(Commit commit) {
        return draft.attempts().stream()
                .filter(attempt -> attempt.tree().equals(commit.tree())
                        && Objects.equals(attempt.parent(), commit.parent())
                        && attempt.message().equals(claim.message())
                        && desk.git().succeeds("cat-file", "-e", attempt.commit() + "^{commit}"))
                .map(Attempt::commit)
                .findFirst();
    }

    private Path folderOf(AgentRecord record) {
        return snapshots.written(record.captureId());
    }
}
