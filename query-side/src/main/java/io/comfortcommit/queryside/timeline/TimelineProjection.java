package io.comfortcommit.queryside.timeline;

import io.comfortcommit.axonsupport.deadletter.UnknownEventException;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.Savepoint;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps {@code query.timeline}, a row for each event, in the transaction of the processor's token. */
@Component
@ProcessingGroup(Projections.TIMELINE)
class TimelineProjection {
    private final JdbcClient jdbc;
    private final ModelGate gate;
    private final Savepoint savepoint;
    private final TimelineRows rows;

    TimelineProjection(DataSource dataSource, ModelGate gate, Savepoint savepoint, TimelineRows rows) {
        this.jdbc = JdbcClient.create(dataSource);
        this.gate = gate;
        this.savepoint = savepoint;
        this.rows = rows;
    }

    @EventHandler
    void on(CommitDraftEvent event, DomainEventMessage<?> message) {
        Map<String, @Nullable Object> row = rows.of(event, message);
        gate.enter(Projections.TIMELINE);
        savepoint.around(() -> jdbc.sql("INSERT INTO query.timeline (" + String.join(", ", TimelineRows.COLUMNS)
                        + ") VALUES (:draft_id, :sequence, :event, :at, :actor, :trace_id, :detail)"
                        + " ON CONFLICT (draft_id, sequence) DO NOTHING")
                .params(row)
                .update());
    }

    @EventHandler
    void on(UnknownSerializedType unknown, DomainEventMessage<?> message) {
        throw new UnknownEventException(message);
    }

    @ResetHandler
    void reset() {
        jdbc.sql("DELETE FROM query.timeline").update();
    }
}
