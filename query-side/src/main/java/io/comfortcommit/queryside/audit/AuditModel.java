package io.comfortcommit.queryside.audit;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.rebuild.ModelCopy;
import io.comfortcommit.queryside.rebuild.ModelTable;
import io.comfortcommit.queryside.rebuild.ReadModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code query.audit_entry} of many events. */
@Component
class AuditModel implements ReadModel {
    private static final String TABLE = "audit_entry";

    private final AuditRows rows;

    AuditModel(AuditRows rows) {
        this.rows = rows;
    }

    @Override
    public String projection() {
        return Projections.AUDIT;
    }

    @Override
    public List<ModelTable> tables() {
        return List.of(new ModelTable(TABLE, List.of("event_id"), List.of("draft_id")));
    }

    @Override
    public void apply(List<DomainEventMessage<?>> events, ModelCopy copy) {
        Map<DraftId, @Nullable RepositoryId> repositories = new HashMap<>();
        List<Map<String, @Nullable Object>> added = new ArrayList<>();
        for (DomainEventMessage<?> message : events) {
            if (message.getPayload() instanceof Captured captured) {
                repositories.put(captured.draftId(), captured.repositoryId());
            }
            rows.of(
                            message,
                            draft -> repositories.computeIfAbsent(
                                    draft, unknown -> AuditRows.captured(unknown, copy.jdbc(), copy.table(TABLE))))
                    .ifPresent(row -> added.add(row.values()));
        }
        copy.add(TABLE, AuditRow.COLUMNS, added);
    }
}
