package io.comfortcommit.sagas.publishing;

import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPush;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPushFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.SupersedeDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.SplitPart;
import io.comfortcommit.messages.draft.Trying;
import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.ErasedAuthors;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pushes an approved draft after those before it in its lane, for as long as there is patience. */
final class PublishingActivity implements Activity {
    private static final Logger LOG = LoggerFactory.getLogger(PublishingActivity.class);

    /** Between looks at a predecessor that is being pushed. */
    private static final Duration PREDECESSOR = Duration.ofMillis(250);

    /** Until it stands in line again for a branch that others publish on. */
    private static final Duration BUSY = Duration.ofSeconds(1);

    /** Between looks at an agent that has the draft. */
    private static final Duration AGENT = Duration.ofMinutes(1);

    private final Repositories repositories;
    private final AgentMode agents;
    private final DraftEvents events;
    private final ErasedAuthors erased;
    private final Reports reports;
    private final PublishingProperties properties;
    private final InstantSource clock;

    PublishingActivity(
            Repositories repositories,
            AgentMode agents,
            DraftEvents events,
            ErasedAuthors erased,
            Reports reports,
            PublishingProperties properties,
            InstantSource clock) {
        this.repositories = repositories;
        this.agents = agents;
        this.events = events;
        this.erased = erased;
        this.reports = reports;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.PUBLISHING;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        Optional<PublishOrder> approved = approved(order);
        if (approved.isEmpty()) {
            LOG.warn("nothing to publish: the draft has no approval of round {}", order.round());
            return Outcome.DONE;
        }
        // Asked after the approval was read: what was read of somebody who was erased says nothing that may be pushed.
        if (erased.isAuthorErased(order.draftId())) {
            LOG.info("nothing is published: the author was erased");
            reports.end(order.draftId(), order);
            return Outcome.DONE;
        }
        // An agent keeps to the order of its lane by itself; it may be away for days.
        if (!predecessorsHaveEnded(order) && !agents.isLeftToAgent(order.draftId())) {
            return new Outcome.Again(PREDECESSOR, order);
        }
        PublishOrder publish = approved.get();
        if (agents.isLeftToAgent(order.draftId())) {
            return awaitAgent(publish, order);
        }
        PublishOutcome outcome = repositories.publish(publish);
        return switch (outcome) {
            case PublishOutcome.Landed landed -> report(landed, order);
            case PublishOutcome.Failed failed -> fail(failed.failure(), failed.detail(), failed.attempts(), order);
            // Not a try: others' work on the branch is no trouble of the remote, and must not end this draft's
            // patience.
            case PublishOutcome.Busy() -> new Outcome.Again(BUSY, order);
            case PublishOutcome.Unreachable unreachable -> again(unreachable, order);
        };
    }

    private Optional<PublishOrder> approved(ActivityOrder order) {
        return events.approved(order.draftId(), order.round())
                .map(approved -> new PublishOrder(order.draftId(), approved.message(), approved.at()))
                .or(() -> events.splitApproved(order.draftId(), order.round())
                        .map(split -> new PublishOrder(
                                order.draftId(),
                                split.parts().stream()
                                        .map(PublishingActivity::part)
                                        .toList(),
                                split.at())));
    }

    private static PublishOrder.Part part(SplitPart part) {
        return new PublishOrder.Part(
                part.message(),
                part.files().stream().collect(Collectors.toMap(ClusterFile::path, file -> Set.copyOf(file.hunks()))));
    }

    /** It reports by itself; this only looks whether it ever does. A report that comes too late still counts. */
    private Outcome awaitAgent(PublishOrder publish, ActivityOrder order) {
        agents.handOver(publish, order.round());
        Duration left = Duration.between(clock.instant(), publish.approvedAt().plus(properties.awaitAgentFor()));
        if (left.isPositive()) {
            return new Outcome.Again(left, order);
        }
        if (!agents.takeBack(order.draftId(), order.round())) {
            return new Outcome.Again(AGENT, order);
        }
        return fail(
                PushFailure.AGENT_AWAY,
                "no agent came for it in " + properties.awaitAgentFor().toHours() + " h",
                0,
                order);
    }

    /**
     * The drafts before this one in its lane: those still open are superseded now, so that none can be approved after what
     * holds its change was pushed; one that is on its way to the remote is waited for.
     */
    private boolean predecessorsHaveEnded(ActivityOrder order) {
        for (DraftId predecessor : repositories.unsettledPredecessors(order.draftId())) {
            Optional<DraftStatus> status = reports.send(new SupersedeDraft(predecessor, order.draftId()), order);
            if (status.filter(DraftStatus.APPROVED::equals).isPresent()) {
                return false;
            }
            repositories.settle(predecessor);
        }
        return true;
    }

    private Outcome report(PublishOutcome.Landed landed, ActivityOrder order) {
        reports.send(
                new RecordPush(
                        order.draftId(),
                        order.round(),
                        landed.commitId(),
                        landed.commits(),
                        landed.landing(),
                        landed.branch(),
                        landed.rebased(),
                        landed.attempts(),
                        landed.reason(),
                        landed.pullRequest()),
                order);
        return Outcome.DONE;
    }

    private Outcome again(PublishOutcome.Unreachable unreachable, ActivityOrder order) {
        ActivityOrder next = order.triedAgain(clock.instant());
        Trying trying = next.trying();
        if (trying != null && trying.lasted().compareTo(properties.giveUpAfter()) > 0) {
            return fail(PushFailure.REMOTE_UNREACHABLE, unreachable.detail(), unreachable.attempts(), order);
        }
        return new Outcome.Again(properties.backoff().after(order.tries()), next);
    }

    private Outcome fail(PushFailure failure, String detail, int attempts, ActivityOrder order) {
        reports.send(new RecordPushFailure(order.draftId(), order.round(), failure, detail, attempts), order);
        return Outcome.DONE;
    }
}
