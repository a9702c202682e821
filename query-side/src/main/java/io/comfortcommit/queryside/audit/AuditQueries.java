package io.comfortcommit.queryside.audit;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditPage;
import io.comfortcommit.messages.query.AuditPosition;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import io.comfortcommit.messages.query.AuditQuery.Scope;
import io.comfortcommit.messages.query.AuditQuery.WatchAudit;
import io.comfortcommit.messages.query.AuditWords;
import io.comfortcommit.messages.query.FoundAuditEntry;
import io.comfortcommit.queryside.visibility.RowSecurity;
import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.RowsFetchSpec;
import org.springframework.stereotype.Component;

/**
 * Answers from {@code query.audit_entry}. Pages are cut by place and not by number, so the last one costs what the first one
 * does, and what is written meanwhile moves none.
 */
@Component
class AuditQueries {
    private static final String COLUMNS =
            "event_id, at, event, stream, sequence, repository_id, draft_id, actor, client, trace_id, detail";

    private final RowSecurity rows;

    AuditQueries(RowSecurity rows) {
        this.rows = rows;
    }

    @QueryHandler
    CompletableFuture<AuditPage> handle(FindAuditEntries query) {
        if (query.first() < 1 || query.first() > FindAuditEntries.LARGEST_PAGE) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "a page has 1 to " + FindAuditEntries.LARGEST_PAGE + " entries, not " + query.first()));
        }
        Function<DatabaseClient, RowsFetchSpec<AuditEntry>> select = database -> select(database, query);
        return (query.scope() == Scope.EVERYBODYS
                        ? rows.auditAs(query.caller(), select)
                        : rows.readAs(query.caller(), select))
                .map(found -> page(found, query.first()))
                .toFuture();
    }

    private static RowsFetchSpec<AuditEntry> select(DatabaseClient database, FindAuditEntries query) {
        Select select = Select.of(query);
        DatabaseClient.GenericExecuteSpec bound = database.sql(select.sql);
        for (Map.Entry<String, Object> value : select.values.entrySet()) {
            bound = bound.bind(value.getKey(), value.getValue());
        }
        return bound.map(AuditQueries::entry);
    }

    /** @param values by the names that the statement has for them */
    record Select(String sql, Map<String, Object> values) {
        static Select of(FindAuditEntries query) {
            Map<String, Object> values = new LinkedHashMap<>();
            List<String> conditions = conditions(query, values);
            // One more than asked for, to know whether there is a next page.
            values.put("most", query.first() + 1);
            Set<String> events = query.filter().events();
            if (events.isEmpty()) {
                return new Select(newest("query.audit_entry", conditions), values);
            }
            // For each kind along its own index: of several at once, all that there are would have to be sorted.
            values.put("events", events.toArray(String[]::new));
            conditions.add("event = kind");
            String ofKind = newest("query.audit_entry", conditions);
            return new Select(
                    newest("unnest(:events) AS kind CROSS JOIN LATERAL (" + ofKind + ") AS of_kind", List.of("true")),
                    values);
        }

        private static String newest(String from, List<String> conditions) {
            return "SELECT " + COLUMNS + " FROM " + from + " WHERE " + String.join(" AND ", conditions)
                    + " ORDER BY at DESC, event_id DESC LIMIT :most";
        }
    }

    /** A subscription begins with nothing; the projection sends what is added. */
    @QueryHandler
    FoundAuditEntry handle(WatchAudit query) {
        return FoundAuditEntry.NOTHING;
    }

    /** The same as {@link AuditRow#answers}, but for the kinds of event. */
    private static List<String> conditions(FindAuditEntries query, Map<String, Object> values) {
        AuditFilter filter = query.filter();
        List<String> conditions = new ArrayList<>();
        if (query.scope() == Scope.OWN) {
            conditions.add("author = :caller");
            values.put("caller", query.caller().value());
        } else {
            conditions.add("true"); // there may be no other
        }
        if (filter.actor() != null) {
            conditions.add("actor = :actor");
            values.put("actor", filter.actor());
        }
        if (filter.repository() != null) {
            conditions.add("repository_id = :repository");
            values.put("repository", filter.repository().value());
        }
        if (filter.draft() != null) {
            conditions.add("draft_id = :draft");
            values.put("draft", filter.draft().value());
        }
        if (filter.traceId() != null) {
            conditions.add("trace_id = :trace");
            values.put("trace", filter.traceId());
        }
        if (filter.from() != null) {
            conditions.add("at >= :from");
            values.put("from", filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.until() != null) {
            conditions.add("at < :until");
            values.put("until", filter.until().atOffset(ZoneOffset.UTC));
        }
        String words = AuditWords.asQuery(filter.words());
        if (!words.isEmpty()) {
            conditions.add("words @@ CAST(:words AS tsquery)");
            values.put("words", words);
        }
        AuditPosition after = query.after();
        if (after != null) {
            conditions.add("(at, event_id) < (:afterAt, :afterEvent)");
            values.put("afterAt", after.at().atOffset(ZoneOffset.UTC));
            values.put("afterEvent", after.eventId());
        }
        return conditions;
    }

    private static AuditPage page(List<AuditEntry> found, int first) {
        return found.size() > first
                ? new AuditPage(List.copyOf(found.subList(0, first)), true)
                : new AuditPage(List.copyOf(found), false);
    }

    private static AuditEntry entry(Readable row) {
        UUID repository = row.get("repository_id", UUID.class);
        UUID draft = row.get("draft_id", UUID.class);
        return new AuditEntry(
                there(row, "event_id", String.class),
                there(row, "event", String.class),
                there(row, "at", OffsetDateTime.class).toInstant(),
                there(row, "stream", String.class),
                there(row, "sequence", Long.class),
                repository == null ? null : new RepositoryId(repository),
                draft == null ? null : new DraftId(draft),
                row.get("actor", String.class),
                row.get("client", String.class),
                row.get("trace_id", String.class),
                row.get("detail", String.class));
    }

    private static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
