package io.comfortcommit.sagas.delivery;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.CaptureChange;
import io.comfortcommit.messages.draft.CommitDraftCommand.RepeatCapture;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Deliveries.Outcome;
import io.comfortcommit.repositories.Deliveries.Worker;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.IngestedCapture;
import io.comfortcommit.repositories.PushedBranch;
import io.comfortcommit.repositories.PushedBranches;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.Repositories;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/**
 * Takes a delivery in and begins its draft. Both know a capture that they had before, so that doing it again after a crash
 * gives the same one draft.
 */
final class DraftingDeliveries implements Worker {
    private static final long SECONDS = 30;

    private final Repositories repositories;
    private final PushedBranches branches;
    private final CommandGateway commands;

    DraftingDeliveries(Repositories repositories, PushedBranches branches, CommandGateway commands) {
        this.repositories = repositories;
        this.branches = branches;
        this.commands = commands;
    }

    @Override
    public Outcome take(Delivery delivery, CaptureOrder order, InputStream bundle) {
        if (order.base() != null) {
            // Its sender could not negotiate; the remote may have what the bundle leaves out.
            repositories.have(order.caller(), order.repositoryId(), List.of(order.base()));
        }
        return begin(repositories.ingest(order, bundle), delivery);
    }

    @Override
    public Outcome take(Delivery delivery, PushedBranch pushed) {
        try {
            Optional<IngestedCapture> taken = branches.take(pushed);
            return taken.isPresent() ? begin(taken.get(), delivery) : new Outcome.Nothing("BRANCH_GONE_OR_OLD");
        } catch (RefusedException e) {
            if (e.reason() == Reason.NO_CHANGE) {
                return new Outcome.Nothing(e.reason().name());
            }
            throw e;
        }
    }

    private Outcome begin(IngestedCapture ingested, Delivery delivery) {
        CaptureOrder order = ingested.order();
        CaptureChange begin = new CaptureChange(
                ingested.draftId(),
                order.captureId(),
                order.repositoryId(),
                order.caller(),
                order.lane(),
                order.snapshot(),
                order.base(),
                order.mode(),
                ingested.summary(),
                order.author(),
                order.branch(),
                ingested.unpushedCommits(),
                ingested.previous(),
                order.client(),
                order.capturedAt());
        CommitDraftCommand command = ingested.repeated() ? new RepeatCapture(begin) : begin;
        Object state = commands.sendAndWait(
                new GenericCommandMessage<>(
                        command,
                        MessageMetaData.editor(
                                delivery.traceId(), order.caller(), order.repositoryId(), order.client())),
                SECONDS,
                TimeUnit.SECONDS);
        if (state == null) {
            throw new IllegalStateException("the draft was not begun within " + SECONDS + " s");
        }
        return new Outcome.Draft(ingested.draftId());
    }
}
