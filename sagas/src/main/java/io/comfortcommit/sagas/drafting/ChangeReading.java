package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.commitlint.CommitRules;
import io.comfortcommit.analysis.drafting.Draft;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.drafting.MessageDrafter;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.AuthorsForm;
import io.comfortcommit.analysis.learning.Habits;
import io.comfortcommit.analysis.prompt.Wish;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.change.RepositoryFiles;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.llm.ModelDrafter;
import io.comfortcommit.sagas.tokens.ModelCall;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a captured change and what is around it, for whoever writes messages of it. */
final class ChangeReading {
    /** Subjects that show the style of the repository. */
    private static final int SUBJECTS = 50;

    private final Repositories repositories;
    private final MessageDrafter drafter;
    private final RepositoryHabits habits;
    private final DraftEvents events;
    private final PersonalForm forms;
    private final DraftingProperties properties;

    ChangeReading(
            Repositories repositories,
            MessageDrafter drafter,
            RepositoryHabits habits,
            DraftEvents events,
            PersonalForm forms,
            DraftingProperties properties) {
        this.repositories = repositories;
        this.drafter = drafter;
        this.habits = habits;
        this.events = events;
        this.forms = forms;
        this.properties = properties;
    }

    /**
     * @param whole the change with all its files
     * @param change without the files that the repository does not want to be looked at
     * @param drafted what needs no model
     */
    record Material(
            ModelCall.Purpose purpose,
            ChangeSet whole,
            ChangeSet change,
            IgnoredPaths ignored,
            DraftingContext context,
            Draft drafted) {
        String structural() {
            return drafted.message();
        }

        ModelDrafter.Order order(@Nullable Wish wish, int candidates) {
            return new ModelDrafter.Order(purpose, change, context, wish, candidates);
        }

        /**
         * A model's message in the form that the repository's rules ask for, with the key, which is read from the branch,
         * not by a model.
         */
        String finished(String message) {
            int last = structural().lastIndexOf("\n\nRefs: ");
            return context.rules()
                    .applyTo(
                            last < 0 ? message : message + structural().substring(last),
                            change.files().stream().map(FileChange::path).collect(Collectors.toSet()));
        }
    }

    Material read(Captured captured) {
        ChangeSet whole = repositories.changes(captured.draftId());
        RepositoryFiles files = RepositoryFiles.of(repositories, captured.draftId());
        ChangeSet change = files.ignored().without(whole);
        DraftingChoice choice = events.drafting(captured.repositoryId());
        DraftingContext context = new DraftingContext(
                language(choice),
                repositories.recentSubjects(captured.draftId(), SUBJECTS),
                captured.branch(),
                habits.of(captured.repositoryId(), captured.draftId()),
                Author.of(captured.gitAuthor().email()),
                files.rules(),
                choice.gitmoji(),
                forms.of(captured.author(), captured.repositoryId()));
        return new Material(
                new ModelCall.Purpose(captured.draftId(), captured.repositoryId(), captured.author()),
                whole,
                change,
                files.ignored(),
                context,
                // Of nothing there is nothing to say but what can be seen from outside.
                drafter.draft(change.files().isEmpty() ? whole : change, context));
    }

    /** What needs no model, of a part of a change. */
    String messageOf(ChangeSet part, DraftingContext context) {
        return drafter.draft(part, context).message();
    }

    /** The message of a change that nobody could read. */
    String unread(Captured captured) {
        DraftingChoice choice = events.drafting(captured.repositoryId());
        return drafter.draft(
                        new ChangeSet(List.of(), true),
                        new DraftingContext(
                                language(choice),
                                List.of(),
                                captured.branch(),
                                new Habits(),
                                Author.UNKNOWN,
                                CommitRules.NONE,
                                choice.gitmoji(),
                                AuthorsForm.NONE))
                .message();
    }

    private Locale language(DraftingChoice choice) {
        return switch (choice.language()) {
            case INSTALLATION -> properties.language();
            case EN -> Locale.ENGLISH;
            case KO -> Locale.KOREAN;
        };
    }
}
