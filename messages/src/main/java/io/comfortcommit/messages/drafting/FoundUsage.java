package io.comfortcommit.messages.drafting;

import io.comfortcommit.messages.RepositoryId;
import java.util.List;

/**
 * Answer to {@link UsageQuery.FindUsage}.
 *
 * @param uses newest month first, then by repository, key group and model
 */
public record FoundUsage(List<Use> uses) {
    public FoundUsage {
        uses = List.copyOf(uses);
    }

    /**
     * What the calls of a model in a month took for drafts of one repository. For the sums see
     * {@link io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled}.
     *
     * @param month in UTC, as {@code 2026-11}
     * @param keyGroup whose money was spent; as configured
     * @param calls successful or not
     */
    public record Use(
            String month,
            RepositoryId repositoryId,
            String keyGroup,
            String model,
            long calls,
            long promptTokens,
            long answerTokens,
            long microDollars) {}
}
