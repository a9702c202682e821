package io.comfortcommit.queryside.audit;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.axonsupport.StoredNames;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.drafting.DraftingCallEvent;
import io.comfortcommit.messages.drafting.DraftingCallEvent.BudgetReached;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberRemoved;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.queryside.timeline.EventDetail;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows of {@code query.audit_entry} of events. */
@Component
class AuditRows {
    private final StoredNames names;

    AuditRows(StoredNames names) {
        this.names = names;
    }

    /**
     * @param captured the repository that a draft's first event named; asked for only if the event itself says nothing
     * @return empty if the log does not tell of such an event
     */
    Optional<AuditRow> of(DomainEventMessage<?> message, Function<DraftId, @Nullable RepositoryId> captured) {
        return switch (message.getPayload()) {
            case CommitDraftEvent event -> {
                RepositoryId repository = event instanceof Captured first ? first.repositoryId() : named(message);
                yield row(
                        message,
                        event.author(),
                        event.at(),
                        repository == null ? captured.apply(event.draftId()) : repository,
                        event.draftId(),
                        EventDetail.of(event));
            }
            case DraftingCallEvent event ->
                row(message, event.author(), event.at(), event.repositoryId(), event.draftId(), detail(event));
            case TrackedRepositoryEvent event ->
                row(message, event.owner(), event.at(), event.repositoryId(), null, detail(event));
            default -> Optional.empty();
        };
    }

    private static String detail(DraftingCallEvent event) {
        return switch (event) {
            case ModelCalled called -> called.model() + " " + called.outcome();
            case BudgetReached reached -> reached.month() + " " + reached.percent() + "%";
        };
    }

    private static String detail(TrackedRepositoryEvent event) {
        return switch (event) {
            case RepositoryTracked tracked -> tracked.remote();
            case DraftingChosen chosen -> chosen.language() + (chosen.gitmoji() ? " gitmoji" : "");
            case MemberAdded added -> "user:" + added.member();
            case MemberRemoved removed -> "user:" + removed.member();
        };
    }

    private Optional<AuditRow> row(
            DomainEventMessage<?> message,
            UserId author,
            Instant at,
            @Nullable RepositoryId repository,
            @Nullable DraftId draft,
            @Nullable String detail) {
        AuditEntry entry = new AuditEntry(
                message.getIdentifier(),
                names.nameOf(message.getPayloadType()),
                at.truncatedTo(ChronoUnit.MICROS),
                message.getAggregateIdentifier(),
                message.getSequenceNumber(),
                repository,
                draft,
                said(message, MessageMetaData.ACTOR),
                said(message, MessageMetaData.CLIENT),
                said(message, MessageMetaData.TRACE_ID),
                detail);
        return Optional.of(AuditRow.of(author, entry));
    }

    private static @Nullable RepositoryId named(EventMessage<?> message) {
        String named = said(message, MessageMetaData.REPOSITORY_ID);
        return named == null ? null : new RepositoryId(UUID.fromString(named));
    }

    private static @Nullable String said(EventMessage<?> message, String key) {
        return Optional.ofNullable(message.getMetaData().get(key))
                .map(Object::toString)
                .orElse(null);
    }

    /** The repository that a draft's first event named, looked up in the log or in a copy of it. */
    static @Nullable RepositoryId captured(DraftId draft, JdbcClient jdbc, String table) {
        return jdbc.sql("SELECT repository_id FROM " + table
                        + " WHERE draft_id = :draft AND stream = :draft::text AND sequence = 0")
                .param("draft", draft.value())
                .query(UUID.class)
                .optional()
                .map(RepositoryId::new)
                .orElse(null);
    }
}
