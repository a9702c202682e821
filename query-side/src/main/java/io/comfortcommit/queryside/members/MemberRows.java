package io.comfortcommit.queryside.members;

import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of {@code query.repository} and {@code query.membership} of events; pure. */
final class MemberRows {
    static final List<String> REPOSITORY =
            List.of("repository_id", "sequence", "owner", "remote", "default_branch", "tracked_at");
    static final List<String> MEMBERSHIP = List.of("repository_id", "user_id", "added_at");

    private MemberRows() {}

    /** @return values by column */
    static Map<String, @Nullable Object> of(RepositoryTracked event, long sequence) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("repository_id", event.repositoryId().value());
        row.put("sequence", sequence);
        row.put("owner", event.owner().value());
        row.put("remote", event.remote());
        row.put("default_branch", event.defaultBranch());
        row.put("tracked_at", stored(event.at()));
        return row;
    }

    /** @return values by column */
    static Map<String, @Nullable Object> of(MemberAdded event) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("repository_id", event.repositoryId().value());
        row.put("user_id", event.member().value());
        row.put("added_at", stored(event.at()));
        return row;
    }

    /** Values of {@link #drafting}. */
    static Map<String, @Nullable Object> of(DraftingChosen event) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("repository_id", event.repositoryId().value());
        row.put("drafting_language", event.language().name());
        row.put("gitmoji", event.gitmoji());
        return row;
    }

    /** @param table that of repositories, or a copy of it */
    static String drafting(String table) {
        return "UPDATE " + table + " SET drafting_language = :drafting_language, gitmoji = :gitmoji"
                + " WHERE repository_id = :repository_id";
    }

    private static OffsetDateTime stored(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
