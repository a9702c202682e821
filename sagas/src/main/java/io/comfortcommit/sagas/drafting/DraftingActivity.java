package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.drafting.MessageDrafter;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraftingFailure;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the change and writes its message. Always ends with a message: a change that can't be read gets a plain one. */
final class DraftingActivity implements Activity {
    private static final Logger LOG = LoggerFactory.getLogger(DraftingActivity.class);

    /** Subjects that show the style of the repository. */
    private static final int SUBJECTS = 50;

    private final Repositories repositories;
    private final MessageDrafter drafter;
    private final RepositoryHabits habits;
    private final DraftEvents events;
    private final Reports reports;
    private final DraftingProperties properties;

    DraftingActivity(
            Repositories repositories,
            MessageDrafter drafter,
            RepositoryHabits habits,
            DraftEvents events,
            Reports reports,
            DraftingProperties properties) {
        this.repositories = repositories;
        this.drafter = drafter;
        this.habits = habits;
        this.events = events;
        this.reports = reports;
        this.properties = properties;
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
        String message = message(order, captured.get());
        reports.send(new RecordDraft(order.draftId(), order.round(), message, DraftOrigin.STRUCTURAL), order);
        return Outcome.DONE;
    }

    private String message(ActivityOrder order, Captured captured) {
        try {
            return drafter.draft(
                            repositories.changes(order.draftId()),
                            new DraftingContext(
                                    properties.language(),
                                    repositories.recentSubjects(order.draftId(), SUBJECTS),
                                    captured.branch(),
                                    habits.of(captured.repositoryId(), order.draftId())))
                    .message();
        } catch (RuntimeException e) {
            LOG.warn("the change can't be read, it gets a plain message", e);
            reports.send(
                    new RecordDraftingFailure(
                            order.draftId(), order.round(), e.getClass().getSimpleName(), order.tries() + 1),
                    order);
            return drafter.draft(
                            new ChangeSet(List.of(), true),
                            new DraftingContext(properties.language(), List.of(), captured.branch()))
                    .message();
        }
    }
}
