package io.comfortcommit.sagas.tokens;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;

/**
 * A call to a model that has ended. For the components see
 * {@link io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled}.
 */
public record ModelCall(
        Purpose purpose,
        String keyGroup,
        String endpoint,
        String model,
        int promptTokens,
        int answerTokens,
        boolean counted,
        long nanoseconds,
        String outcome) {

    /** What a call was for. */
    public record Purpose(DraftId draft, RepositoryId repository, UserId author) {}
}
