package io.comfortcommit.queryside;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Calls to models, each a stream of its own. */
final class Calls {
    private Calls() {}

    static DomainEventMessage<?> of(
            DraftId draft,
            RepositoryId repository,
            UserId author,
            String keyGroup,
            String model,
            int promptTokens,
            int answerTokens,
            long microDollars,
            Instant at) {
        return new GenericDomainEventMessage<>(
                "DraftingCall",
                UUID.randomUUID().toString(),
                0,
                new ModelCalled(
                        draft,
                        repository,
                        author,
                        keyGroup,
                        "local",
                        model,
                        promptTokens,
                        answerTokens,
                        false,
                        microDollars,
                        420,
                        "OK",
                        at),
                ReadSide.metaData(author));
    }
}
