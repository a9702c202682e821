package io.comfortcommit.queryside.drafts;

import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.queryside.drafts.DraftChanges.Before;
import io.comfortcommit.queryside.projection.Projections;
import io.comfortcommit.queryside.projection.SkippedEventException;
import io.comfortcommit.queryside.rebuild.ModelCopy;
import io.comfortcommit.queryside.rebuild.ModelTable;
import io.comfortcommit.queryside.rebuild.ReadModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code query.draft} of many events: each row is read once and written once, however many of its events there are. */
@Component
class DraftModel implements ReadModel {
    private static final String TABLE = "draft";
    private static final String KEY = "draft_id";
    private static final String SEQUENCE = "sequence";
    private static final String VERSION = "version";

    @Override
    public String projection() {
        return Projections.DRAFTS;
    }

    @Override
    public List<ModelTable> tables() {
        return List.of(new ModelTable(TABLE, List.of(KEY)));
    }

    @Override
    public void apply(List<DomainEventMessage<?>> events, ModelCopy copy) {
        Map<UUID, Map<String, @Nullable Object>> stored = stored(events, copy);
        Map<UUID, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
        for (DomainEventMessage<?> message : events) {
            if (message.getPayload() instanceof CommitDraftEvent event) {
                UUID draft = event.draftId().value();
                Map<String, @Nullable Object> row = rows.containsKey(draft) ? rows.get(draft) : stored.get(draft);
                rows.put(draft, after(row, event, message.getSequenceNumber()));
            }
        }
        Set<UUID> replaced = new TreeSet<>(rows.keySet());
        replaced.retainAll(stored.keySet());
        if (!replaced.isEmpty()) {
            copy.jdbc()
                    .sql("DELETE FROM " + copy.table(TABLE) + " WHERE draft_id = ANY(:drafts)")
                    .param("drafts", replaced.toArray(UUID[]::new))
                    .update();
        }
        Set<String> columns = new TreeSet<>();
        rows.values().forEach(row -> columns.addAll(row.keySet()));
        copy.add(TABLE, List.copyOf(columns), rows.values());
    }

    /** Those of drafts that began before. */
    private static Map<UUID, Map<String, @Nullable Object>> stored(List<DomainEventMessage<?>> events, ModelCopy copy) {
        Set<UUID> begun = new TreeSet<>();
        Set<UUID> before = new TreeSet<>();
        for (DomainEventMessage<?> message : events) {
            if (message.getPayload() instanceof CommitDraftEvent event) {
                UUID draft = event.draftId().value();
                if (event instanceof Captured) {
                    begun.add(draft);
                } else if (!begun.contains(draft)) {
                    before.add(draft);
                }
            }
        }
        Map<UUID, Map<String, @Nullable Object>> rows = new HashMap<>();
        if (!before.isEmpty()) {
            copy.jdbc()
                    .sql("SELECT * FROM " + copy.table(TABLE) + " WHERE draft_id = ANY(:drafts)")
                    .param("drafts", before.toArray(UUID[]::new))
                    .query()
                    .listOfRows()
                    .forEach(row -> rows.put((UUID) row.get(KEY), row));
        }
        return rows;
    }

    private static Map<String, @Nullable Object> after(
            @Nullable Map<String, @Nullable Object> before, CommitDraftEvent event, long sequence) {
        long applied = before == null ? -1 : number(before, SEQUENCE);
        if (applied != sequence - 1) {
            throw new SkippedEventException(event.draftId(), applied + 1, sequence);
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        if (before == null) {
            row.putAll(DraftColumns.setBy(event).values());
            row.put(VERSION, 1L);
        } else {
            row.putAll(before);
            row.putAll(DraftChanges.of(
                    event, () -> new Before((String) before.get("message"), (String) before.get(CardColumn.NAME))));
            row.put(VERSION, number(before, VERSION) + (event.advancesVersion() ? 1 : 0));
        }
        row.put(SEQUENCE, sequence);
        return row;
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return row.get(column) instanceof Number number ? number.longValue() : -1;
    }
}
