package io.comfortcommit.repositories.publishing;

import io.comfortcommit.analysis.landing.CommitPlanner;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.ingest.DraftChanges;
import io.comfortcommit.repositories.lane.Capture;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.repositories.lane.Predecessor;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.mirror.Mirrors;
import io.comfortcommit.repositories.signing.SigningException;
import io.comfortcommit.repositories.terms.RemoteTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.eclipse.jgit.errors.MissingObjectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts approved drafts on their remotes, each once, however often it is asked to and wherever it is interrupted. The
 * outcome lies in {@code repositories.publication}.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Mirrors mirrors;
    private final Captures captures;
    private final DraftChanges changes;
    private final PublishingRecords records;
    private final BranchTurns turns;
    private final PullRequests pullRequests;
    private final InstantSource clock;
    private final Patience patience;
    private final Consumer<PublishStep> observer;

    /**
     * @param dataSource gives connections in autocommit; each publish that is under way holds one
     * @param observer told of each step on the thread that takes it; what it throws ends the publish there
     */
    public Publisher(
            DataSource dataSource,
            Mirrors mirrors,
            Captures captures,
            DraftChanges changes,
            InstantSource clock,
            Patience patience,
            Consumer<PublishStep> observer) {
        this.mirrors = mirrors;
        this.captures = captures;
        this.changes = changes;
        this.records = new PublishingRecords(dataSource);
        this.turns = new BranchTurns(dataSource, patience.turn());
        this.pullRequests = new PullRequests(mirrors);
        this.clock = clock;
        this.patience = patience;
        this.observer = observer;
    }

    /**
     * See {@link io.comfortcommit.repositories.Repositories#publish}. Blocks, for minutes where the remote is slow, but only
     * briefly for others on the branch.
     */
    public PublishOutcome publish(PublishOrder order) {
        Optional<PublishOutcome.Landed> earlier = records.publication(order.draftId());
        Optional<Capture> capture = captures.find(order.draftId());
        PublishOutcome outcome = earlier.isPresent() ? earlier.get() : publish(order, capture);
        // After the turn, so that nobody waits for the host's API.
        return outcome instanceof PublishOutcome.Landed landed && capture.isPresent()
                ? pullRequests.open(landed, capture.get(), order)
                : outcome;
    }

    private PublishOutcome publish(PublishOrder order, Optional<Capture> capture) {
        if (capture.isEmpty()) {
            return new PublishOutcome.Failed(PushFailure.CAPTURE_LOST, "no capture of this draft is known", 0);
        }
        if (capture.get().isErased()) {
            return new PublishOutcome.Failed(
                    PushFailure.CAPTURE_LOST,
                    "its author was erased",
                    records.attempts(order.draftId()).size());
        }
        if (isNowForAgents(capture.get().order(), order.draftId())) {
            return new PublishOutcome.Failed(
                    PushFailure.AGENT_ONLY, "the repository was left to agents after the capture", 0);
        }
        List<CommitPlanner.Earlier> predecessors = landedPredecessors(capture.get());
        Optional<Predecessor> lastLanded = captures.lastLanded(capture.get());
        try {
            PublishOutcome outcome = turns.take(
                            mirrors.remote(capture.get().order().repositoryId()),
                            capture.get().order().branch(),
                            turn -> publish(order, capture.get(), predecessors, lastLanded, turn))
                    .orElseGet(PublishOutcome.Busy::new);
            // What was fetched to publish on came pack by pack. After the turn, too.
            mirrors.gather(capture.get().order().repositoryId());
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PublishOutcome.Busy();
        }
    }

    /** What was begun before is brought to its end: it may be on the remote, and the draft must say so. */
    private boolean isNowForAgents(CaptureOrder order, DraftId draft) {
        return mirrors.terms(order.caller(), order.repositoryId()).push() == RemoteTerms.Push.AGENT
                && records.attempts(draft).isEmpty();
    }

    /**
     * Newest first, down to the first that landed on the branch itself; those before it do not matter any more. Each
     * predecessor's end is known before a draft is published, so that nothing here changes while it waits for its turn.
     */
    private List<CommitPlanner.Earlier> landedPredecessors(Capture capture) {
        List<DraftId> drafts = captures.predecessors(capture).stream()
                .map(Predecessor::draftId)
                .toList();
        Map<DraftId, PublishOutcome.Landed> landed = records.publications(drafts);
        List<CommitPlanner.Earlier> earlier = new ArrayList<>();
        for (DraftId draft : drafts) {
            PublishOutcome.Landed outcome = landed.get(draft);
            CaptureOrder order = outcome == null
                    ? null
                    : captures.find(draft).map(Capture::order).orElse(null);
            if (outcome != null
                    && order != null
                    && order.branch().equals(capture.order().branch())) {
                earlier.add(Planning.earlier(order, outcome));
                if (outcome.landing() == Landing.BRANCH) {
                    break;
                }
            }
        }
        return earlier;
    }

    private PublishOutcome publish(
            PublishOrder order,
            Capture capture,
            List<CommitPlanner.Earlier> predecessors,
            Optional<Predecessor> lastLanded,
            PublishingRecords turn) {
        Optional<PublishOutcome.Landed> meanwhile = turn.publication(order.draftId());
        if (meanwhile.isPresent()) {
            return meanwhile.get();
        }
        try (Mirror mirror = mirrors.open(capture.order().repositoryId())) {
            PublishOutcome outcome = new Publication(
                            mirror, capture, order, predecessors, lastLanded, changes, turn, clock, patience, observer)
                    .run();
            if (outcome instanceof PublishOutcome.Landed landed) {
                turn.record(order.draftId(), landed, clock.instant());
                observer.accept(PublishStep.RECORDED);
            }
            return outcome;
        } catch (SigningException e) {
            LOG.warn("a commit of draft {} could not be signed: {}", order.draftId(), e.getMessage());
            LOG.debug("because", e);
            return new PublishOutcome.Failed(
                    PushFailure.SIGNING_FAILED,
                    Objects.requireNonNullElse(e.getMessage(), "the key does not sign"),
                    turn.attempts(order.draftId()).size());
        } catch (MissingObjectException e) {
            return new PublishOutcome.Failed(
                    PushFailure.CAPTURE_LOST,
                    "the mirror lacks what was captured",
                    turn.attempts(order.draftId()).size());
        } catch (IOException e) {
            throw new UncheckedIOException("can't publish " + order.draftId(), e);
        }
    }
}
