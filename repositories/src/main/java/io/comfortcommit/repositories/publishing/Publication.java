package io.comfortcommit.repositories.publishing;

import io.comfortcommit.analysis.landing.CommitPlan;
import io.comfortcommit.analysis.landing.CommitPlanner;
import io.comfortcommit.analysis.landing.SideBranchName;
import io.comfortcommit.analysis.landing.SideBranchReason;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.hosts.CodeHost;
import io.comfortcommit.repositories.hosts.HostException;
import io.comfortcommit.repositories.ingest.DraftChanges;
import io.comfortcommit.repositories.lane.Capture;
import io.comfortcommit.repositories.lane.Predecessor;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.publishing.PublishingRecords.Attempt;
import io.comfortcommit.repositories.signing.CommitSigner;
import io.comfortcommit.repositories.signing.SigningException;
import io.comfortcommit.repositories.terms.Signing;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publish under way, with the turn on its branch. What may have been pushed is always on record before it is pushed,
 * and looked for on the remote before anything else is.
 */
final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final Mirror mirror;
    private final CaptureOrder captured;
    private final DraftId draft;
    private final PublishOrder order;
    private final List<PublishOrder.Part> parts;
    private final List<CommitPlanner.Earlier> predecessors;
    private final PublishingRecords records;
    private final InstantSource clock;
    private final Patience patience;
    private final Consumer<PublishStep> observer;
    private final RemoteBranches remote;
    private final CommitWriter writer;
    private final CommitPlanner planner;
    private final Splitting splitting;

    Publication(
            Mirror mirror,
            Capture capture,
            PublishOrder order,
            List<CommitPlanner.Earlier> predecessors,
            Optional<Predecessor> lastLanded,
            DraftChanges changes,
            PublishingRecords records,
            InstantSource clock,
            Patience patience,
            Consumer<PublishStep> observer) {
        this.mirror = mirror;
        this.captured = capture.order();
        this.draft = capture.draftId();
        this.order = order;
        this.parts = order.parts().stream()
                .map(part -> new PublishOrder.Part(
                        Trailers.added(part.message(), mirror.terms(), captured.author()), part.hunks()))
                .toList();
        this.predecessors = predecessors;
        this.records = records;
        this.clock = clock;
        this.patience = patience;
        this.observer = observer;
        this.remote = new RemoteBranches(mirror, patience);
        this.writer = new CommitWriter(mirror, clock);
        this.planner = new CommitPlanner(mirror.git(), writer::durableInserter, Planning.captured(captured));
        this.splitting = new Splitting(mirror.git(), writer::durableInserter, changes, captured, lastLanded);
    }

    PublishOutcome run() throws IOException, SigningException {
        try {
            for (int round = 0; round < patience.rounds(); round++) {
                Optional<PublishOutcome> outcome = round();
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            return new PublishOutcome.Failed(
                    PushFailure.BRANCH_KEEPS_MOVING,
                    captured.branch() + " moved " + patience.rounds() + " times under the push",
                    attemptsMade());
        } catch (RemoteException e) {
            return switch (e) {
                case RemoteException.Unreachable unreachable ->
                    new PublishOutcome.Unreachable(unreachable.words(), attemptsMade());
                case RemoteException.NotTrusted untrusted ->
                    new PublishOutcome.Failed(PushFailure.REMOTE_NOT_TRUSTED, untrusted.words(), attemptsMade());
                case RemoteException.Denied denied ->
                    new PublishOutcome.Failed(PushFailure.REMOTE_REFUSED, denied.words(), attemptsMade());
            };
        }
    }

    /** Empty if the branch moved and everything must be looked at again. */
    private Optional<PublishOutcome> round() throws RemoteException, IOException, SigningException {
        ObjectId tip = remote.fetch(captured.branch()).orElse(null);
        Optional<PublishOutcome> earlier = findEarlierAttempt(tip);
        if (earlier.isPresent()) {
            return earlier;
        }
        return switch (planner.plan(tip, predecessors)) {
            case CommitPlan.NothingLeft nothing ->
                Optional.of(new PublishOutcome.Failed(
                        PushFailure.NOTHING_LEFT_TO_COMMIT,
                        "all of the change is on " + captured.branch() + " already",
                        attemptsMade()));
            case CommitPlan.Beside(ObjectId parent, ObjectId tree, String reason) ->
                Optional.of(pushBeside(series(parent, tree, false), reason));
            case CommitPlan.OnBranch(ObjectId parent, ObjectId tree, boolean rebased) ->
                pushOnBranch(tip, series(parent, tree, rebased));
        };
    }

    private Series series(@Nullable ObjectId parent, ObjectId tree, boolean rebased) throws IOException {
        List<Series.Step> steps = parts.size() == 1
                ? List.of(new Series.Step(tree, parts.getFirst().message()))
                : splitting.steps(parent, tree, parts);
        return new Series(parent, steps, rebased);
    }

    // --- was it pushed already?

    private Optional<PublishOutcome> findEarlierAttempt(@Nullable ObjectId tip)
            throws RemoteException, IOException, SigningException {
        List<Attempt> attempts = records.attempts(draft);
        for (Attempt attempt : attempts) {
            String target = branchOf(attempt);
            if (!attempt.isErased()
                    && !target.equals(captured.branch())
                    && holds(remote.fetch(target).orElse(null), attempt)) {
                return Optional.of(landed(attempt, Landing.SIDE_BRANCH, target));
            }
            if (holds(tip, attempt)) {
                return Optional.of(landed(attempt, Landing.BRANCH, captured.branch()));
            }
        }
        return Optional.empty();
    }

    private boolean holds(@Nullable ObjectId tip, Attempt attempt) throws IOException {
        return tip != null && CommitPlanner.isWithin(mirror.git(), ObjectId.fromString(attempt.objectId()), tip);
    }

    // --- pushing

    private Optional<PublishOutcome> pushOnBranch(@Nullable ObjectId tip, Series series)
            throws RemoteException, IOException, SigningException {
        if (tip != null && isKnownToRefuse(captured.branch())) {
            return Optional.of(pushBeside(series, SideBranchReason.refused("the branch is protected")));
        }
        Attempt attempt = prepare(series, captured.branch(), tip, null);
        return switch (push(attempt)) {
            case RemoteBranches.Reply.Taken taken -> Optional.of(landed(attempt, Landing.BRANCH, captured.branch()));
            case RemoteBranches.Reply.Moved moved -> Optional.empty();
            case RemoteBranches.Reply.Refused(String words, boolean race) ->
                Optional.of(pushBeside(series, SideBranchReason.refused(words)));
        };
    }

    /** Spares a push that would be refused. Where the host does not tell, the push does. */
    private boolean isKnownToRefuse(String branch) {
        try {
            Optional<CodeHost> host = mirror.host();
            return host.isPresent() && host.get().refusesPushesTo(branch);
        } catch (HostException | RuntimeException e) {
            LOG.info("the host of repository {} does not tell whether a branch is protected", mirror.id());
            LOG.debug("because", e);
            return false;
        }
    }

    private PublishOutcome pushBeside(Series series, String reason)
            throws RemoteException, IOException, SigningException {
        for (int round = 0; round < patience.rounds(); round++) {
            Map<String, ObjectId> taken = remote.list();
            String name =
                    nameOfEarlierAttempt(taken).orElseGet(() -> SideBranchName.choose(order.message(), taken.keySet()));
            Attempt attempt = prepare(series, name, null, reason);
            switch (push(attempt)) {
                case RemoteBranches.Reply.Taken ok -> {
                    return landed(attempt, Landing.SIDE_BRANCH, name);
                }
                case RemoteBranches.Reply.Moved moved -> {
                    // Somebody took the name; the next look finds another.
                }
                case RemoteBranches.Reply.Refused(String words, boolean race) -> {
                    return new PublishOutcome.Failed(PushFailure.REMOTE_REFUSED, words, attemptsMade());
                }
            }
        }
        return new PublishOutcome.Failed(
                PushFailure.BRANCH_KEEPS_MOVING, "no name for a side branch stayed free", attemptsMade());
    }

    /** The name that was tried before, as long as nobody else has it now. */
    private Optional<String> nameOfEarlierAttempt(Map<String, ObjectId> taken) {
        return records.attempts(draft).reversed().stream()
                .filter(attempt -> !attempt.isErased())
                .map(Publication::branchOf)
                .filter(target -> !target.equals(captured.branch()) && !taken.containsKey(target))
                .findFirst();
    }

    private RemoteBranches.Reply push(Attempt attempt) throws RemoteException {
        RemoteBranches.Reply reply = remote.push(
                ObjectId.fromString(attempt.objectId()),
                branchOf(attempt),
                attempt.expectedTip() == null ? null : ObjectId.fromString(attempt.expectedTip()));
        if (reply instanceof RemoteBranches.Reply.Taken) {
            observer.accept(PublishStep.PUSHED);
        }
        return reply;
    }

    // --- the commits and their attempt

    /** Makes the commits, or takes those that were made of the same before, and puts the attempt on record. */
    private Attempt prepare(Series series, String branch, @Nullable ObjectId expected, @Nullable String reason)
            throws IOException, SigningException {
        String target = Constants.R_HEADS + branch;
        List<Attempt> before = records.attempts(draft);
        Signing signing = mirror.terms().signing();
        // Opened only here: what was pushed already is found without the key.
        CommitSigner signer = signing == null ? null : CommitSigner.open(signing);
        List<ObjectId> commits = madeBefore(series, signer);
        if (commits.isEmpty()) {
            commits = make(series, signer);
        }
        ObjectId object = commits.getLast();
        int number = before.isEmpty() ? 1 : before.getLast().number() + 1;
        while (!writer.pin(draft, number, object)) {
            number++;
        }
        observer.accept(PublishStep.COMMIT_WRITTEN);
        Attempt attempt = new Attempt(
                number,
                object.name(),
                commits.stream().map(ObjectId::name).toList(),
                target,
                expected == null ? null : expected.name(),
                series.tree().name(),
                series.rebased(),
                reason);
        records.store(draft, attempt, clock.instant());
        observer.accept(PublishStep.ATTEMPT_STORED);
        return attempt;
    }

    private List<ObjectId> make(Series series, @Nullable CommitSigner signer) throws IOException, SigningException {
        List<ObjectId> made = new ArrayList<>();
        ObjectId parent = series.parent();
        for (Series.Step step : series.steps()) {
            parent = writer.write(
                    parent,
                    step.tree(),
                    captured.author(),
                    captured.capturedAt(),
                    order.approvedAt(),
                    step.message(),
                    signer);
            made.add(parent);
        }
        return made;
    }

    /** Signed once: what was pinned before its attempt could be stored counts too. Empty if there is none. */
    private List<ObjectId> madeBefore(Series series, @Nullable CommitSigner signer) throws IOException {
        for (ObjectId tip : writer.pinned(draft)) {
            List<ObjectId> chain = writer.chain(tip, series.steps().size());
            if (!chain.isEmpty() && isMadeOf(series, chain, signer)) {
                return chain;
            }
        }
        return List.of();
    }

    private boolean isMadeOf(Series series, List<ObjectId> chain, @Nullable CommitSigner signer) throws IOException {
        ObjectId parent = series.parent();
        for (int place = 0; place < chain.size(); place++) {
            Series.Step step = series.steps().get(place);
            if (!writer.isUsable(chain.get(place), parent, step.tree(), step.message(), signer)) {
                return false;
            }
            parent = chain.get(place);
        }
        return true;
    }

    private PublishOutcome.Landed landed(Attempt attempt, Landing landing, String branch) {
        return new PublishOutcome.Landed(
                attempt.objectId(),
                attempt.commits(),
                landing,
                branch,
                attempt.rebased(),
                attemptsMade(),
                landing == Landing.BRANCH ? null : attempt.reason(),
                null);
    }

    private int attemptsMade() {
        return records.attempts(draft).size();
    }

    private static String branchOf(Attempt attempt) {
        return attempt.targetRef().substring(Constants.R_HEADS.length());
    }
}
