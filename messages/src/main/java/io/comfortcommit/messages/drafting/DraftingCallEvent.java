package io.comfortcommit.messages.drafting;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.privacy.DataSubject;
import java.time.Instant;

/** What happened between us and a model. Never what was asked or answered. */
public sealed interface DraftingCallEvent {
    DraftId draftId();

    Instant at();

    /**
     * A model was called, successfully or not.
     *
     * @param author for whom
     * @param keyGroup whose money was spent; as configured
     * @param endpoint name of the endpoint; as configured
     * @param promptTokens sent
     * @param answerTokens received, reasoning included; 0 where the call failed
     * @param counted whether the tokens were counted here because the server did not tell
     * @param microDollars cost by the configured prices, in millionths of a US dollar; 0 for a model without a price
     * @param milliseconds from the request to the end of the answer
     * @param outcome {@code OK}, or the stable code of the failure
     */
    record ModelCalled(
            DraftId draftId,
            RepositoryId repositoryId,
            @DataSubject UserId author,
            String keyGroup,
            String endpoint,
            String model,
            int promptTokens,
            int answerTokens,
            boolean counted,
            long microDollars,
            long milliseconds,
            String outcome,
            Instant at)
            implements DraftingCallEvent {}
}
