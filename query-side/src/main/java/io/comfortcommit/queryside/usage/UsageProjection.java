package io.comfortcommit.queryside.usage;

import io.comfortcommit.axonsupport.deadletter.UnknownEventException;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.Savepoint;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.serialization.UnknownSerializedType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps {@code query.model_call}, a row for each call to a model, in the transaction of the processor's token. */
@Component
@ProcessingGroup(Projections.USAGE)
class UsageProjection {
    private final JdbcClient jdbc;
    private final ModelGate gate;
    private final Savepoint savepoint;

    UsageProjection(DataSource dataSource, ModelGate gate, Savepoint savepoint) {
        this.jdbc = JdbcClient.create(dataSource);
        this.gate = gate;
        this.savepoint = savepoint;
    }

    @EventHandler
    void on(ModelCalled event, DomainEventMessage<?> message) {
        gate.enter(Projections.USAGE);
        savepoint.around(() -> jdbc.sql("INSERT INTO query.model_call (" + String.join(", ", UsageRows.COLUMNS)
                        + ") VALUES (:event_id, :at, :author, :repository_id, :key_group, :model, :prompt_tokens, :answer_tokens, :micro_dollars)"
                        + " ON CONFLICT (event_id) DO NOTHING")
                .params(UsageRows.of(event, message))
                .update());
    }

    @EventHandler
    void on(UnknownSerializedType unknown, DomainEventMessage<?> message) {
        throw new UnknownEventException(message);
    }

    @ResetHandler
    void reset() {
        jdbc.sql("DELETE FROM query.model_call").update();
    }
}
