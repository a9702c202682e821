package io.comfortcommit.queryside.timeline;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.axonsupport.StoredNames;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Rows of {@code query.timeline}; pure. */
@Component
class TimelineRows {
    static final List<String> COLUMNS = List.of("draft_id", "sequence", "event", "at", "actor", "trace_id", "detail");

    private final StoredNames names;

    TimelineRows(StoredNames names) {
        this.names = names;
    }

    /** @return values by column */
    Map<String, @Nullable Object> of(CommitDraftEvent event, DomainEventMessage<?> message) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("draft_id", event.draftId().value());
        row.put("sequence", message.getSequenceNumber());
        row.put("event", names.nameOf(event.getClass()));
        row.put("at", event.at().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        row.put("actor", message.getMetaData().get(MessageMetaData.ACTOR));
        row.put("trace_id", message.getMetaData().get(MessageMetaData.TRACE_ID));
        row.put("detail", EventDetail.of(event));
        return row;
    }
}
