package io.comfortcommit.messages.drafting;

import io.comfortcommit.messages.UserId;

/** What can be asked about calls to models. Each query carries its caller, who is told of calls for their own drafts only. */
public sealed interface UsageQuery {
    UserId caller();

    /**
     * What calls took, by month, repository, key group and model. Answered with {@link FoundUsage}.
     *
     * @param since the first month, in UTC, as {@code 2026-11}
     */
    record FindUsage(UserId caller, String since) implements UsageQuery {}
}
