package io.comfortcommit.queryside.timeline;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.axonsupport.StoredName;
import io.comfortcommit.axonsupport.StoredNames;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.Savepoint;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps {@code query.timeline}, a row for each event, in the transaction of the processor's token. */
@Component
@ProcessingGroup(Projections.TIMELINE)
class TimelineProjection {
    private final JdbcClient jdbc;
    private final Savepoint savepoint;
    private final StoredNames names;

    TimelineProjection(DataSource dataSource, Savepoint savepoint, StoredNames names) {
        this.jdbc = JdbcClient.create(dataSource);
        this.savepoint = savepoint;
        this.names = names;
    }

    @EventHandler
    void on(
            CommitDraftEvent event,
            @SequenceNumber long sequence,
            @MetaDataValue(MessageMetaData.ACTOR) @Nullable String actor,
            @MetaDataValue(MessageMetaData.TRACE_ID) @Nullable String traceId) {
        savepoint.around(() -> jdbc.sql("""
                        INSERT INTO query.timeline (draft_id, sequence, event, at, actor, trace_id, detail)
                        VALUES (:draft, :sequence, :event, :at, :actor, :trace, :detail)
                        ON CONFLICT (draft_id, sequence) DO NOTHING""")
                .param("draft", event.draftId().value())
                .param("sequence", sequence)
                .param("event", storedName(event))
                .param("at", event.at().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .param("actor", actor)
                .param("trace", traceId)
                .param("detail", EventDetail.of(event))
                .update());
    }

    @ResetHandler
    void reset() {
        jdbc.sql("DELETE FROM query.timeline").update();
    }

    private String storedName(CommitDraftEvent event) {
        return names.ofType(event.getClass())
                .map(StoredName::name)
                .orElseThrow(() -> new IllegalStateException("no stored name for " + event.getClass()));
    }
}
