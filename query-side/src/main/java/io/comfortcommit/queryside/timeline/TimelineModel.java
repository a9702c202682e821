package io.comfortcommit.queryside.timeline;

import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.rebuild.ModelCopy;
import io.comfortcommit.queryside.rebuild.ModelTable;
import io.comfortcommit.queryside.rebuild.ReadModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code query.timeline} of many events. */
@Component
class TimelineModel implements ReadModel {
    private static final String TABLE = "timeline";

    private final TimelineRows rows;

    TimelineModel(TimelineRows rows) {
        this.rows = rows;
    }

    @Override
    public String projection() {
        return Projections.TIMELINE;
    }

    @Override
    public List<ModelTable> tables() {
        return List.of(new ModelTable(TABLE, List.of("draft_id", "sequence")));
    }

    @Override
    public void apply(List<DomainEventMessage<?>> events, ModelCopy copy) {
        List<Map<String, @Nullable Object>> added = new ArrayList<>();
        for (DomainEventMessage<?> message : events) {
            if (message.getPayload() instanceof CommitDraftEvent event) {
                added.add(rows.of(event, message));
            }
        }
        copy.add(TABLE, TimelineRows.COLUMNS, added);
    }
}
