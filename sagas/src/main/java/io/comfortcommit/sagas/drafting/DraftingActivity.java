package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.learning.ConventionalSubject;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraftingFailure;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
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
import io.comfortcommit.sagas.reuse.ReusedMessages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the change and has its message written: an approved one said again where that is true, else by a model where one is
 * configured, allowed and well, else from the structure alone. Always ends with a message: a change that can't be read gets a plain one.
 */
final class DraftingActivity implements Activity {
    private static final Logger LOG = LoggerFactory.getLogger(DraftingActivity.class);

    /** Before a change that can't be read gets a plain message. */
    private static final int TRIES = 3;

    private static final Backoff PAUSE = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));

    private final ChangeReading reading;
    private final Cards cards;
    private final ReusedMessages reused;
    private final ModelDrafter models;
    private final DraftEvents events;
    private final Reports reports;
    private final InstantSource clock;

    DraftingActivity(
            ChangeReading reading,
            Cards cards,
            ReusedMessages reused,
            ModelDrafter models,
            DraftEvents events,
            Reports reports,
            InstantSource clock) {
        this.reading = reading;
        this.cards = cards;
        this.reused = reused;
        this.models = models;
        this.events = events;
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.DRAFTING;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        Optional<Captured> captured = events.captured(order.draftId());
        if (captured.isEmpty()) {
            LOG.warn("nothing to draft: the draft has no events");
            return Outcome.DONE;
        }
        reused.expect(captured.get());
        Written written;
        try {
            written = written(order, captured.get());
        } catch (RuntimeException e) {
            if (mayPass(e) && order.tries() < TRIES) {
                LOG.warn("the change can't be read just now, it is tried again", e);
                return new Outcome.Again(PAUSE.after(order.tries()), order.triedAgain(clock.instant()));
            }
            LOG.warn("the change can't be read, it gets a plain message", e);
            recordFailure(order, e.getClass().getSimpleName(), order.tries() + 1);
            written = new Written(reading.unread(captured.get()), DraftOrigin.STRUCTURAL, ChangeCard.UNREAD);
        }
        reports.send(
                new RecordDraft(order.draftId(), order.round(), written.message(), written.origin(), written.card()),
                order);
        reused.prepare(captured.get());
        return Outcome.DONE;
    }

    private record Written(String message, DraftOrigin origin, ChangeCard card) {}

    /** What the repositories refuse they will refuse again; a database that is away comes back. */
    private static boolean mayPass(RuntimeException failure) {
        return !(failure instanceof RefusedException);
    }

    private Written written(ActivityOrder order, Captured captured) {
        // With the message that needs no model, so that nobody waits for it once the model has failed.
        ChangeReading.Material material = reading.read(captured);
        String structural = material.structural();
        ChangeCard card = cards.of(
                material.whole(),
                captured.author(),
                material.drafted().reasons(),
                material.ignored(),
                captured.previous() == null ? Set.of() : events.cleared(captured.previous()));
        Optional<String> again = reused.messageFor(captured, material.change(), material.context(), structural);
        if (again.isPresent()) {
            return new Written(again.get(), DraftOrigin.REUSE, card);
        }
        return switch (models.draft(material.order(null, 1))) {
            case Attempt.NotAsked _ -> new Written(structural, DraftOrigin.STRUCTURAL, card);
            case Attempt.Written model -> {
                String message = material.finished(model.message());
                yield new Written(
                        message,
                        DraftOrigin.LLM,
                        typeOf(message).equals(typeOf(structural)) ? card : card.withoutReasons());
            }
            case Attempt.Failed failed -> {
                recordFailure(order, failed.reason(), failed.calls());
                yield new Written(structural, DraftOrigin.STRUCTURAL, card);
            }
        };
    }

    private static Optional<String> typeOf(String message) {
        return ConventionalSubject.in(message).map(ConventionalSubject::type);
    }

    private void recordFailure(ActivityOrder order, String reason, int attempts) {
        reports.send(new RecordDraftingFailure(order.draftId(), order.round(), reason, attempts), order);
    }
}
