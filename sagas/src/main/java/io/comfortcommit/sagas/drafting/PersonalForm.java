package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.learning.AuthorsForm;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.reuse.ReusedMessages;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an author keeps changing in the drafts of a repository, read from the events of those that they approved last. Nothing
 * of it is stored: who is erased has no such drafts any more.
 */
final class PersonalForm {
    private static final Logger LOG = LoggerFactory.getLogger(PersonalForm.class);
    /** Approved drafts that are looked at; each is one stream of events. */
    private static final int LOOKED_AT = 24;

    private final Plans plans;
    private final ReusedMessages approved;
    private final DraftEvents events;

    /** Whose plan has it ({@code prompt_personalization}). */
    @FunctionalInterface
    interface Plans {
        boolean personalises(UserId user);
    }

    PersonalForm(Plans plans, ReusedMessages approved, DraftEvents events) {
        this.plans = plans;
        this.approved = approved;
        this.events = events;
    }

    /** Never fails: a draft without it is a draft still. */
    AuthorsForm of(UserId author, RepositoryId repository) {
        if (!plans.personalises(author)) {
            return AuthorsForm.NONE;
        }
        try {
            return AuthorsForm.of(approved.newestOf(author, repository, LOOKED_AT).stream()
                    .map(events::lastApproval)
                    .flatMap(Optional::stream)
                    .toList());
        } catch (RuntimeException e) {
            LOG.warn("what the author changes in drafts can't be looked at", e);
            return AuthorsForm.NONE;
        }
    }
}
