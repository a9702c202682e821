package io.comfortcommit.messages.plan;

import io.comfortcommit.messages.UserId;

/** The plans that there are. Answered with {@link FoundPlans}. */
public record FindPlans(UserId caller) {}
