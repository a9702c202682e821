package io.comfortcommit.queryside.timeline;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.DraftQuery.FindTimelines;
import io.comfortcommit.messages.query.Timeline;
import io.comfortcommit.messages.query.TimelineEntry;
import io.comfortcommit.messages.query.Timelines;
import io.comfortcommit.queryside.QuerySideProperties;
import io.comfortcommit.queryside.visibility.RowSecurity;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Answers from {@code query.timeline}, for however many drafts by one statement. Drafts and timelines are projected apart:
 * who has seen a draft pushed must not be shown a timeline that ends before, so an answer waits for the timelines to reach
 * their drafts.
 */
@Component
class TimelineQueries {
    private static final Duration GLANCE = Duration.ofMillis(20);

    /** The left join gives a draft without entries a row of its own, with the draft's sequence and nothing else. */
    private static final String SELECT = """
            SELECT d.draft_id, d.sequence AS reached, t.sequence, t.event, t.at, t.actor, t.trace_id, t.detail
            FROM query.draft d LEFT JOIN query.timeline t ON t.draft_id = d.draft_id
            WHERE d.draft_id = ANY(:drafts)
            ORDER BY d.draft_id, t.sequence""";

    private final RowSecurity rows;
    private final Duration patience;

    TimelineQueries(RowSecurity rows, QuerySideProperties properties) {
        this.rows = rows;
        this.patience = properties.timelinePatience();
    }

    @QueryHandler
    CompletableFuture<Timelines> handle(FindTimelines query) {
        Mono<Map<DraftId, List<Row>>> rows = rows(query);
        return rows.filter(found -> found.values().stream().allMatch(TimelineQueries::coverTheDraft))
                .repeatWhenEmpty(again -> again.delayElements(GLANCE))
                // Behind for longer, after a dead letter for instance: better what there is than nothing.
                .timeout(patience, rows)
                .map(found -> new Timelines(query.draftIds().stream()
                        .map(draft -> timeline(draft, found.getOrDefault(draft, List.of())))
                        .toList()))
                .toFuture();
    }

    private Mono<Map<DraftId, List<Row>>> rows(FindTimelines query) {
        UUID[] drafts = query.draftIds().stream().map(DraftId::value).toArray(UUID[]::new);
        return rows.readAs(
                        query.caller(),
                        database -> database.sql(SELECT).bind("drafts", drafts).map(TimelineQueries::row))
                .map(found -> found.stream().collect(Collectors.groupingBy(Row::draft)));
    }

    private static Timeline timeline(DraftId draft, List<Row> rows) {
        return new Timeline(
                draft, rows.stream().map(Row::entry).filter(Objects::nonNull).toList());
    }

    private static boolean coverTheDraft(List<Row> rows) {
        TimelineEntry last = rows.getLast().entry();
        return last != null && last.sequence() >= rows.getLast().reached();
    }

    private static Row row(Readable row) {
        Long sequence = row.get("sequence", Long.class);
        return new Row(
                new DraftId(there(row, "draft_id", UUID.class)),
                there(row, "reached", Long.class),
                sequence == null
                        ? null
                        : new TimelineEntry(
                                sequence,
                                there(row, "event", String.class),
                                there(row, "at", OffsetDateTime.class).toInstant(),
                                row.get("actor", String.class),
                                row.get("trace_id", String.class),
                                row.get("detail", String.class)));
    }

    private static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /** @param reached the newest event of the draft that its view holds */
    private record Row(
            DraftId draft, long reached, @Nullable TimelineEntry entry) {}
}
