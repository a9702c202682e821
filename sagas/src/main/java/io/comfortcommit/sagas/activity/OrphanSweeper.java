package io.comfortcommit.sagas.activity;

import io.comfortcommit.messages.draft.DraftId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reschedules what open drafts wait for but nobody does, as after a restore. */
final class OrphanSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweeper.class);

    /** Long enough for the saga to have seen what a finished activity reported. */
    private static final Duration OVERDUE = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final ActivitySchedule schedule;
    private final InstantSource clock;

    OrphanSweeper(JdbcClient jdbc, ActivitySchedule schedule, InstantSource clock) {
        this.jdbc = jdbc;
        this.schedule = schedule;
        this.clock = clock;
    }

    void sweep() {
        List<Orphan> orphans = jdbc.sql("""
                        SELECT o.draft_id, o.awaiting, o.round, o.trace_id, o.due_at
                        FROM sagas.open_draft o
                        WHERE o.due_at < :overdue
                          AND NOT EXISTS (
                            SELECT FROM sagas.scheduled_tasks t
                            WHERE t.task_name = o.awaiting
                              AND t.task_instance = o.draft_id || '/' || o.awaiting || '/' || o.round)
                        """)
                .param("overdue", clock.instant().minus(OVERDUE).atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Orphan(
                        row.getObject("draft_id", UUID.class),
                        ActivityKind.ofTaskName(row.getString("awaiting")),
                        row.getInt("round"),
                        row.getString("trace_id"),
                        row.getObject("due_at", OffsetDateTime.class).toInstant()))
                .list();
        for (Orphan orphan : orphans) {
            LOG.info("draft {} waits for {} that was not scheduled; scheduled again", orphan.draft, orphan.kind);
            schedule.schedule(
                    orphan.kind, ActivityOrder.of(new DraftId(orphan.draft), orphan.round, orphan.traceId), orphan.due);
        }
    }

    private record Orphan(UUID draft, ActivityKind kind, int round, String traceId, Instant due) {}
}
