package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.prompt.Wish;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraftingFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordRedraft;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.RedraftRequested;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.Backoff;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.llm.ModelDrafter;
import io.comfortcommit.sagas.llm.ModelDrafter.Attempt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a model write the message again as the author asks. Only a model can follow an instruction: where none answers, the
 * draft keeps its message, and that is all that is reported.
 */
final class RedraftingActivity implements Activity {
    private static final Logger LOG = LoggerFactory.getLogger(RedraftingActivity.class);

    /** Before a change counts as one that can't be read. */
    private static final int TRIES = 3;

    private static final Backoff PAUSE = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));

    private final ChangeReading reading;
    private final ModelDrafter models;
    private final DraftEvents events;
    private final Reports reports;
    private final InstantSource clock;

    RedraftingActivity(
            ChangeReading reading, ModelDrafter models, DraftEvents events, Reports reports, InstantSource clock) {
        this.reading = reading;
        this.models = models;
        this.events = events;
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.REDRAFTING;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        Optional<Captured> captured = events.captured(order.draftId());
        Optional<RedraftRequested> wish = events.redraftRequested(order.draftId(), order.round());
        if (captured.isEmpty() || wish.isEmpty()) {
            LOG.warn("nothing to draft again: the draft has no such events");
            return Outcome.DONE;
        }
        ChangeReading.Material material;
        try {
            material = reading.read(captured.get());
        } catch (RuntimeException e) {
            // What the repositories refuse they will refuse again; a database that is away comes back.
            if (!(e instanceof RefusedException) && order.tries() < TRIES) {
                LOG.warn("the change can't be read just now, it is tried again", e);
                return new Outcome.Again(PAUSE.after(order.tries()), order.triedAgain(clock.instant()));
            }
            LOG.warn("the change can't be read, the draft keeps its message", e);
            return failed(order, e.getClass().getSimpleName(), order.tries() + 1);
        }
        String instruction = wish.get().instruction();
        return switch (models.draft(material.order(new Wish(instruction, events.message(order.draftId())), 1))) {
            case Attempt.Written written -> {
                reports.send(
                        new RecordRedraft(
                                order.draftId(),
                                order.round(),
                                material.finished(written.message()),
                                DraftOrigin.LLM,
                                instruction),
                        order);
                yield Outcome.DONE;
            }
            case Attempt.Failed failed -> failed(order, failed.reason(), failed.calls());
            case Attempt.NotAsked _ -> failed(order, "NOT_ASKED", 0);
        };
    }

    private Outcome failed(ActivityOrder order, String reason, int attempts) {
        reports.send(new RecordDraftingFailure(order.draftId(), order.round(), reason, attempts), order);
        return Outcome.DONE;
    }
}
