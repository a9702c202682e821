package io.comfortcommit.queryside.members;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.FoundMembers;
import io.comfortcommit.messages.repository.FoundMembers.Member;
import io.comfortcommit.messages.repository.FoundRepositories;
import io.comfortcommit.messages.repository.FoundRepositories.View;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindMembers;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindRepositories;
import io.comfortcommit.queryside.QuerySideProperties;
import io.comfortcommit.queryside.visibility.RowSecurity;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers from {@code query.repository} and {@code query.membership}, of which owners alone are shown their own. */
@Component
class MemberQueries {
    private static final Duration GLANCE = Duration.ofMillis(20);

    private static final String REPOSITORIES = """
            SELECT repository_id, remote, default_branch, tracked_at, drafting_language, gitmoji
            FROM query.repository ORDER BY tracked_at, repository_id""";

    /** The left join gives a repository without members a row of its own. */
    private static final String MEMBERS = """
            SELECT r.sequence, m.user_id, m.added_at
            FROM query.repository r LEFT JOIN (
                SELECT repository_id, user_id, min(added_at) AS added_at
                FROM (SELECT repository_id, user_id, added_at FROM query.membership
                      UNION ALL
                      SELECT repository_id, user_id, added_at FROM query.earlier_membership) AS every
                GROUP BY repository_id, user_id) AS m ON m.repository_id = r.repository_id
            WHERE r.repository_id = :repository
            ORDER BY m.added_at, m.user_id""";

    private final RowSecurity rows;
    private final Duration patience;

    MemberQueries(RowSecurity rows, QuerySideProperties properties) {
        this.rows = rows;
        this.patience = properties.timelinePatience();
    }

    @QueryHandler
    CompletableFuture<FoundRepositories> handle(FindRepositories query) {
        return rows.readAs(
                        query.caller(),
                        database -> database.sql(REPOSITORIES)
                                .map(row -> new View(
                                        new RepositoryId(there(row, "repository_id", UUID.class)),
                                        there(row, "remote", String.class),
                                        there(row, "default_branch", String.class),
                                        there(row, "tracked_at", OffsetDateTime.class)
                                                .toInstant(),
                                        new DraftingChoice(
                                                DraftingLanguage.valueOf(there(row, "drafting_language", String.class)),
                                                there(row, "gitmoji", Boolean.class)))))
                .map(FoundRepositories::new)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<FoundMembers> handle(FindMembers query) {
        Mono<List<Row>> rows = rows(query);
        return rows.filter(found -> reached(found) >= query.atLeast())
                .repeatWhenEmpty(again -> again.delayElements(GLANCE))
                // Behind for longer, after a dead letter for instance: better what there is than nothing; it says how
                // old it is.
                .timeout(patience, rows)
                .map(MemberQueries::members)
                .toFuture();
    }

    private Mono<List<Row>> rows(FindMembers query) {
        return rows.readAs(
                query.caller(),
                database -> database.sql(MEMBERS)
                        .bind("repository", query.repositoryId().value())
                        .map(MemberQueries::row));
    }

    private static long reached(List<Row> rows) {
        return rows.isEmpty() ? -1 : rows.getFirst().reached();
    }

    private static FoundMembers members(List<Row> rows) {
        return new FoundMembers(
                rows.isEmpty()
                        ? null
                        : rows.stream()
                                .map(Row::member)
                                .filter(Objects::nonNull)
                                .toList(),
                reached(rows));
    }

    private static Row row(Readable row) {
        UUID user = row.get("user_id", UUID.class);
        return new Row(
                there(row, "sequence", Long.class),
                user == null
                        ? null
                        : new Member(
                                new UserId(user),
                                there(row, "added_at", OffsetDateTime.class).toInstant()));
    }

    private static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /** @param reached the newest event of the repository that is applied */
    private record Row(long reached, @Nullable Member member) {}
}
