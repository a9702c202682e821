package io.comfortcommit.queryside.audit;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.axonsupport.StoredName;
import io.comfortcommit.axonsupport.StoredNames;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditQuery.WatchAudit;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.queryside.projection.Announcements;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.Savepoint;
import io.comfortcommit.queryside.timeline.EventDetail;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ReplayStatus;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps {@code query.audit_entry}, a row for each event of every kind, in the transaction of the processor's token. */
@Component
@ProcessingGroup(Projections.AUDIT)
class AuditProjection {
    private final JdbcClient jdbc;
    private final Savepoint savepoint;
    private final StoredNames names;
    private final QueryUpdateEmitter updates;

    AuditProjection(DataSource dataSource, Savepoint savepoint, StoredNames names, QueryUpdateEmitter updates) {
        this.jdbc = JdbcClient.create(dataSource);
        this.savepoint = savepoint;
        this.names = names;
        this.updates = updates;
    }

    @EventHandler
    void on(CommitDraftEvent event, EventMessage<?> message, ReplayStatus replay) {
        RepositoryId repository = event instanceof Captured captured ? captured.repositoryId() : null;
        add(message, event.author(), event.at(), repository, event.draftId(), EventDetail.of(event), replay);
    }

    @EventHandler
    void on(ModelCalled event, EventMessage<?> message, ReplayStatus replay) {
        String detail = event.model() + " " + event.outcome();
        add(message, event.author(), event.at(), event.repositoryId(), event.draftId(), detail, replay);
    }

    @EventHandler
    void on(RepositoryTracked event, EventMessage<?> message, ReplayStatus replay) {
        add(message, event.owner(), event.at(), event.repositoryId(), null, event.remote(), replay);
    }

    private void add(
            EventMessage<?> message,
            UserId author,
            Instant at,
            @Nullable RepositoryId repository,
            @Nullable DraftId draft,
            @Nullable String detail,
            ReplayStatus replay) {
        DomainEventMessage<?> event = (DomainEventMessage<?>) message;
        AuditEntry entry = new AuditEntry(
                event.getIdentifier(),
                storedName(event.getPayloadType()),
                at.truncatedTo(ChronoUnit.MICROS),
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                repository == null ? repositoryOf(message, draft) : repository,
                draft,
                said(message, MessageMetaData.ACTOR),
                said(message, MessageMetaData.CLIENT),
                said(message, MessageMetaData.TRACE_ID),
                detail);
        AuditRow row = AuditRow.of(author, entry);
        boolean isNew = savepoint.around(() -> insert(row));
        if (isNew && !replay.isReplay()) {
            Announcements.afterCommit(getClass(), () -> updates.emit(WatchAudit.class, row::answers, entry));
        }
    }

    /** What the system does by itself does not say of which repository; the draft's first event did. */
    private @Nullable RepositoryId repositoryOf(EventMessage<?> message, @Nullable DraftId draft) {
        String named = said(message, MessageMetaData.REPOSITORY_ID);
        if (named != null) {
            return new RepositoryId(UUID.fromString(named));
        }
        if (draft == null) {
            return null;
        }
        return jdbc.sql("SELECT repository_id FROM query.audit_entry"
                        + " WHERE draft_id = :draft AND stream = :draft::text AND sequence = 0")
                .param("draft", draft.value())
                .query(UUID.class)
                .optional()
                .map(RepositoryId::new)
                .orElse(null);
    }

    private boolean insert(AuditRow row) {
        AuditEntry entry = row.entry();
        return jdbc.sql("""
                        INSERT INTO query.audit_entry (event_id, at, event, stream, sequence, author, repository_id,
                            draft_id, actor, client, trace_id, detail, words)
                        VALUES (:id, :at, :event, :stream, :sequence, :author, :repository,
                            :draft, :actor, :client, :trace, :detail, array_to_tsvector(:words))
                        ON CONFLICT (event_id) DO NOTHING""")
                        .param("id", entry.eventId())
                        .param("at", entry.at().atOffset(ZoneOffset.UTC))
                        .param("event", entry.event())
                        .param("stream", entry.stream())
                        .param("sequence", entry.sequence())
                        .param("author", row.author().value())
                        .param(
                                "repository",
                                entry.repositoryId() == null
                                        ? null
                                        : entry.repositoryId().value())
                        .param(
                                "draft",
                                entry.draftId() == null ? null : entry.draftId().value())
                        .param("actor", entry.actor())
                        .param("client", entry.client())
                        .param("trace", entry.traceId())
                        .param("detail", entry.detail())
                        .param("words", row.words().toArray(String[]::new))
                        .update()
                > 0;
    }

    @ResetHandler
    void reset() {
        jdbc.sql("DELETE FROM query.audit_entry").update();
    }

    private static @Nullable String said(EventMessage<?> message, String key) {
        return Optional.ofNullable(message.getMetaData().get(key))
                .map(Object::toString)
                .orElse(null);
    }

    private String storedName(Class<?> event) {
        return names.ofType(event)
                .map(StoredName::name)
                .orElseThrow(() -> new IllegalStateException("no stored name for " + event));
    }
}
