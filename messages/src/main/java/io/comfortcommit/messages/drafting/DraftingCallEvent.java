package io.comfortcommit.messages.drafting;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.privacy.DataSubject;
import java.time.Instant;

/** What happened between us and a model. Never what was asked or answered. */
public sealed interface DraftingCallEvent {
    DraftId draftId();

    RepositoryId repositoryId();

    /** For whom. */
    UserId author();

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

    /**
     * So much of a month's budget for models is spent. There is one for each mark and month, at whatever call went beyond it.
     *
     * @param author for whom the call was that went beyond the mark
     * @param month in UTC, as {@code 2026-11}
     * @param percent the mark: 80, or 100 when all is spent
     * @param budgetMicroDollars in millionths of a US dollar
     * @param spentMicroDollars that call included
     * @param stopped whether no model is asked for the rest of the month, so that drafts are made from the structure alone
     */
    record BudgetReached(
            DraftId draftId,
            RepositoryId repositoryId,
            @DataSubject UserId author,
            String month,
            int percent,
            long budgetMicroDollars,
            long spentMicroDollars,
            boolean stopped,
            Instant at)
            implements DraftingCallEvent {}
}
