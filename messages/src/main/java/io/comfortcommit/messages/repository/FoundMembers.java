package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@link TrackedRepositoryQuery.FindMembers}.
 *
 * @param members null if the caller owns no such repository
 */
public record FoundMembers(@Nullable List<Member> members) {
    public FoundMembers {
        members = members == null ? null : List.copyOf(members);
    }

    public record Member(UserId user, Instant addedAt) {}
}
