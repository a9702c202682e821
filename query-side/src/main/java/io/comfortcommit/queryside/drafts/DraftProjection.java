package io.comfortcommit.queryside.drafts;

import static java.util.stream.Collectors.joining;

import io.comfortcommit.axonsupport.deadletter.UnknownEventException;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.queryside.drafts.DraftChanges.Before;
import io.comfortcommit.queryside.projection.Announcements;
import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.Savepoint;
import io.comfortcommit.queryside.projection.SkippedEventException;
import io.comfortcommit.queryside.visibility.OwnDrafts;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ReplayStatus;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps {@code query.draft}. Writes in the transaction of the processor's token; each event is applied to a draft exactly
 * after its predecessor, by the draft's own sequence.
 */
@Component
@ProcessingGroup(Projections.DRAFTS)
class DraftProjection {
    static final RowMapper<DraftView> VIEW = (row, _) -> ((DraftRow) new DraftRow() {
                @Override
                public <T> @Nullable T get(String column, Class<T> type) {
                    try {
                        return row.getObject(column, type);
                    } catch (SQLException e) {
                        throw new IllegalStateException("can't read query.draft." + column, e);
                    }
                }
            })
            .view();

    private final JdbcClient jdbc;
    private final ModelGate gate;
    private final Savepoint savepoint;
    private final QueryUpdateEmitter updates;

    DraftProjection(DataSource dataSource, ModelGate gate, Savepoint savepoint, QueryUpdateEmitter updates) {
        this.jdbc = JdbcClient.create(dataSource);
        this.gate = gate;
        this.savepoint = savepoint;
        this.updates = updates;
    }

    @EventHandler
    void on(CommitDraftEvent event, @SequenceNumber long sequence, ReplayStatus replay) {
        gate.enter(Projections.DRAFTS);
        Optional<DraftView> changed = savepoint.around(() -> apply(event, sequence));
        if (event.isTold() && !replay.isReplay()) {
            changed.ifPresent(draft -> Announcements.afterCommit(getClass(), () -> tell(draft)));
        }
    }

    private void tell(DraftView draft) {
        updates.emit(WatchDrafts.class, watch -> concerns(watch, draft), draft);
    }

    @EventHandler
    void on(UnknownSerializedType unknown, DomainEventMessage<?> message) {
        throw new UnknownEventException(message);
    }

    @ResetHandler
    void reset() {
        jdbc.sql("DELETE FROM query.draft").update();
    }

    private Optional<DraftView> apply(CommitDraftEvent event, long sequence) {
        Optional<DraftView> changed =
                event instanceof Captured captured ? insert(captured, sequence) : update(event, sequence);
        if (changed.isEmpty()) {
            ensureApplied(event, sequence);
        }
        return changed;
    }

    private Optional<DraftView> insert(Captured event, long sequence) {
        Map<String, @Nullable Object> row =
                new LinkedHashMap<>(DraftColumns.setBy(event).values());
        row.put("sequence", sequence);
        row.put("version", 1L);
        String columns = String.join(", ", row.keySet());
        String values = row.keySet().stream().map(column -> ":" + column).collect(joining(", "));
        return jdbc.sql("INSERT INTO query.draft (" + columns + ") VALUES (" + values
                        + ") ON CONFLICT (draft_id) DO NOTHING RETURNING " + DraftRow.COLUMNS)
                .params(row)
                .query(VIEW)
                .optional();
    }

    private Optional<DraftView> update(CommitDraftEvent event, long sequence) {
        Map<String, @Nullable Object> changes = DraftChanges.of(event, () -> before(event));
        String assignments = changes.keySet().stream()
                .map(column -> column + " = :" + column + ", ")
                .collect(joining());
        return jdbc.sql("UPDATE query.draft SET " + assignments + "version = version + :step, sequence = :sequence"
                        + " WHERE draft_id = :draft AND sequence = :sequence - 1 RETURNING " + DraftRow.COLUMNS)
                .params(changes)
                .param("step", event.advancesVersion() ? 1 : 0)
                .param("sequence", sequence)
                .param("draft", event.draftId().value())
                .query(VIEW)
                .optional();
    }

    /** Nobody else changes the row meanwhile: events of a draft come one after the other. */
    private Before before(CommitDraftEvent event) {
        return jdbc.sql("SELECT message, card FROM query.draft WHERE draft_id = :draft")
                .param("draft", event.draftId().value())
                .query((row, _) -> new Before(row.getString("message"), row.getString(CardColumn.NAME)))
                .optional()
                .orElse(new Before(null, null));
    }

    /** Nothing was written: fine if the event was applied before, a hole in the draft's history otherwise. */
    private void ensureApplied(CommitDraftEvent event, long sequence) {
        long applied = jdbc.sql("SELECT sequence FROM query.draft WHERE draft_id = :draft")
                .param("draft", event.draftId().value())
                .query(Long.class)
                .optional()
                .orElse(-1L);
        if (applied < sequence) {
            throw new SkippedEventException(event.draftId(), applied + 1, sequence);
        }
    }

    private static boolean concerns(WatchDrafts watch, DraftView draft) {
        boolean wanted = watch.draftId() == null || watch.draftId().equals(draft.draftId());
        return wanted && OwnDrafts.shownTo(watch.caller(), draft);
    }
}
