package io.comfortcommit.queryside.usage;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.drafting.FoundUsage;
import io.comfortcommit.messages.drafting.FoundUsage.Use;
import io.comfortcommit.messages.drafting.UsageQuery.FindUsage;
import io.comfortcommit.queryside.visibility.RowSecurity;
import io.r2dbc.spi.Readable;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Answers from {@code query.model_call}, of which everybody is shown their own. */
@Component
class UsageQueries {
    private static final String SELECT = """
            SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, repository_id, key_group, model,
                   count(*) AS calls, sum(prompt_tokens)::bigint AS prompt_tokens, sum(answer_tokens)::bigint AS answer_tokens,
                   sum(micro_dollars)::bigint AS micro_dollars
            FROM query.model_call
            WHERE author = :caller AND at >= :since
            GROUP BY month, repository_id, key_group, model
            ORDER BY month DESC, repository_id, key_group, model""";

    private final RowSecurity rows;

    UsageQueries(RowSecurity rows) {
        this.rows = rows;
    }

    @QueryHandler
    CompletableFuture<FoundUsage> handle(FindUsage query) {
        return rows.readAs(
                        query.caller(),
                        database -> database.sql(SELECT)
                                .bind("caller", query.caller().value())
                                .bind(
                                        "since",
                                        YearMonth.parse(query.since())
                                                .atDay(1)
                                                .atStartOfDay()
                                                .atOffset(ZoneOffset.UTC))
                                .map(UsageQueries::use))
                .map(FoundUsage::new)
                .toFuture();
    }

    private static Use use(Readable row) {
        return new Use(
                there(row, "month", String.class),
                new RepositoryId(there(row, "repository_id", UUID.class)),
                there(row, "key_group", String.class),
                there(row, "model", String.class),
                there(row, "calls", Long.class),
                there(row, "prompt_tokens", Long.class),
                there(row, "answer_tokens", Long.class),
                there(row, "micro_dollars", Long.class));
    }

    private static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
