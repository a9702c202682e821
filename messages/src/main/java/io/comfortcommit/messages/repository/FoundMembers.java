package io.comfortcommit.messages.repository;

import io.comfortcommit.messages.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@link TrackedRepositoryQuery.FindMembers}.
 *
 * @param members null if the caller owns no such repository
 * @param reached the newest event of the repository that they are told of, which may be older than what was asked for; -1 if
 *     there is none
 */
public record FoundMembers(@Nullable List<Member> members, long reached) {
    public FoundMembers {
        members = members == null ? null : List.copyOf(members);
    }

    public record Member(UserId user, Instant addedAt) {}
}
