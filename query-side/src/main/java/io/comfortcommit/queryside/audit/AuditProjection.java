package io.comfortcommit.queryside.audit;

import static java.util.stream.Collectors.joining;

import io.comfortcommit.axonsupport.deadletter.UnknownEventException;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.drafting.DraftingCallEvent;
import io.comfortcommit.messages.query.AuditQuery.WatchAudit;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import io.comfortcommit.queryside.projection.Announcements;
import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.Savepoint;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ReplayStatus;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.serialization.UnknownSerializedType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps {@code query.audit_entry}, a row for each event of every kind, in the transaction of the processor's token. */
@Component
@ProcessingGroup(Projections.AUDIT)
class AuditProjection {
    private static final String INSERT = "INSERT INTO query.audit_entry (" + String.join(", ", AuditRow.COLUMNS)
            + ") VALUES ("
            + AuditRow.COLUMNS.stream()
                    .map(column -> column.equals(AuditRow.WORDS) ? "CAST(:words AS tsvector)" : ":" + column)
                    .collect(joining(", "))
            + ") ON CONFLICT (event_id) DO NOTHING";

    private final JdbcClient jdbc;
    private final ModelGate gate;
    private final Savepoint savepoint;
    private final AuditRows rows;
    private final QueryUpdateEmitter updates;

    AuditProjection(
            DataSource dataSource, ModelGate gate, Savepoint savepoint, AuditRows rows, QueryUpdateEmitter updates) {
        this.jdbc = JdbcClient.create(dataSource);
        this.gate = gate;
        this.savepoint = savepoint;
        this.rows = rows;
        this.updates = updates;
    }

    @EventHandler
    void on(CommitDraftEvent event, DomainEventMessage<?> message, ReplayStatus replay) {
        add(message, replay);
    }

    @EventHandler
    void on(DraftingCallEvent event, DomainEventMessage<?> message, ReplayStatus replay) {
        add(message, replay);
    }

    @EventHandler
    void on(TrackedRepositoryEvent event, DomainEventMessage<?> message, ReplayStatus replay) {
        add(message, replay);
    }

    private void add(DomainEventMessage<?> message, ReplayStatus replay) {
        gate.enter(Projections.AUDIT);
        // What the system does by itself does not say of which repository; the draft's first event did.
        rows.of(message, draft -> AuditRows.captured(draft, jdbc, "query.audit_entry"))
                .ifPresent(row -> {
                    boolean isNew = savepoint.around(
                            () -> jdbc.sql(INSERT).params(row.values()).update() > 0);
                    if (isNew && !replay.isReplay()) {
                        Announcements.afterCommit(
                                getClass(), () -> updates.emit(WatchAudit.class, row::answers, row.entry()));
                    }
                });
    }

    @EventHandler
    void on(UnknownSerializedType unknown, DomainEventMessage<?> message) {
        throw new UnknownEventException(message);
    }

    @ResetHandler
    void reset() {
        jdbc.sql("DELETE FROM query.audit_entry").update();
    }
}
