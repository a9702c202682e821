package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.axonsupport.privacy.SubjectKeys.ErasedSubjectException;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.change.RepositoryFiles;
import io.comfortcommit.sagas.commit.DraftEvents;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the message of a pushed draft for changes like its own; what an agent had sent of it then goes. */
final class RememberingActivity implements Activity {
    private static final Logger LOG = LoggerFactory.getLogger(RememberingActivity.class);

    private final Repositories repositories;
    private final DraftEvents events;
    private final ReusedMessages messages;
    private final AgentMode agents;

    RememberingActivity(Repositories repositories, DraftEvents events, ReusedMessages messages, AgentMode agents) {
        this.repositories = repositories;
        this.events = events;
        this.messages = messages;
        this.agents = agents;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.REMEMBERING;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        Optional<Captured> captured = events.captured(order.draftId());
        Optional<Approved> approved = events.approved(order.draftId(), order.round());
        // Of code that must not lie on the server not even its words are kept.
        if (captured.isPresent() && approved.isPresent() && !agents.isLeftToAgent(order.draftId())) {
            try {
                ChangeSet change = RepositoryFiles.of(repositories, order.draftId())
                        .ignored()
                        .without(repositories.changes(order.draftId()));
                messages.remember(captured.get(), change, approved.get().message());
            } catch (ErasedSubjectException e) {
                LOG.info("the author of a pushed change was erased, its message is not remembered");
            } catch (RefusedException e) {
                LOG.info("a pushed change is not there any more, its message is not remembered");
            }
        }
        agents.forget(order.draftId());
        return Outcome.DONE;
    }
}
