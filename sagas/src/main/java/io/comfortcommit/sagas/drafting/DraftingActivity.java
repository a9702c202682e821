package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.drafting.Draft;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.drafting.MessageDrafter;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraftingFailure;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.Backoff;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.llm.ModelDrafter;
import io.comfortcommit.sagas.llm.ModelDrafter.Attempt;
import io.comfortcommit.sagas.reuse.ReusedMessages;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the change and has its message written: an approved one said again where that is true, else by a model where one is
 * configured, allowed and well, else from the structure alone. Always ends with a message: a change that can't be read gets a plain one.
 */
final class DraftingActivity implements Activity {
    private static final Logger LOG = LoggerFactory.getLogger(DraftingActivity.class);

    /** Subjects that show the style of the repository. */
    private static final int SUBJECTS = 50;

    /** Before a change that can't be read gets a plain message. */
    private static final int TRIES = 3;

    private static final Backoff PAUSE = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));

    private final Repositories repositories;
    private final MessageDrafter drafter;
    private final RepositoryHabits habits;
    private final ReusedMessages reused;
    private final ModelDrafter models;
    private final DraftEvents events;
    private final Reports reports;
    private final DraftingProperties properties;
    private final InstantSource clock;

    DraftingActivity(
            Repositories repositories,
            MessageDrafter drafter,
            RepositoryHabits habits,
            ReusedMessages reused,
            ModelDrafter models,
            DraftEvents events,
            Reports reports,
            DraftingProperties properties,
            InstantSource clock) {
        this.repositories = repositories;
        this.drafter = drafter;
        this.habits = habits;
        this.reused = reused;
        this.models = models;
        this.events = events;
        this.reports = reports;
        this.properties = properties;
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
            written = plain(captured.get());
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

    /** Of a change that nobody could read. */
    private Written plain(Captured captured) {
        return new Written(
                drafter.draft(
                                new ChangeSet(List.of(), true),
                                new DraftingContext(properties.language(), List.of(), captured.branch()))
                        .message(),
                DraftOrigin.STRUCTURAL,
                ChangeCard.UNREAD);
    }

    private Written written(ActivityOrder order, Captured captured) {
        ChangeSet change = repositories.changes(order.draftId());
        DraftingContext context = new DraftingContext(
                properties.language(),
                repositories.recentSubjects(order.draftId(), SUBJECTS),
                captured.branch(),
                habits.of(captured.repositoryId(), order.draftId()));
        // Before a model is asked, so that nobody waits for it once the model has failed.
        Draft drafted = drafter.draft(change, context);
        String structural = drafted.message();
        ChangeCard card = Cards.of(change, drafted.reasons());
        Optional<String> again = reused.messageFor(captured, change, structural);
        if (again.isPresent()) {
            return new Written(again.get(), DraftOrigin.REUSE, card);
        }
        var purpose = new ModelCall.Purpose(order.draftId(), captured.repositoryId(), captured.author());
        return switch (models.draft(new ModelDrafter.Order(purpose, change, context, null))) {
            case Attempt.NotAsked _ -> new Written(structural, DraftOrigin.STRUCTURAL, card);
            case Attempt.Written model -> {
                String message = withIssueOf(structural, model.message());
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

    private static String typeOf(String message) {
        int end = 0;
        while (end < message.length() && Character.isLetter(message.charAt(end))) {
            end++;
        }
        return message.substring(0, end);
    }

    /** The issue's key is read from the branch, not by a model. */
    private static String withIssueOf(String structural, String message) {
        int last = structural.lastIndexOf("\n\nRefs: ");
        return last < 0 ? message : message + structural.substring(last);
    }

    private void recordFailure(ActivityOrder order, String reason, int attempts) {
        reports.send(new RecordDraftingFailure(order.draftId(), order.round(), reason, attempts), order);
    }
}
