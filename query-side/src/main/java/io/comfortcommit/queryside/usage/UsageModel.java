package io.comfortcommit.queryside.usage;

import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
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

/** {@code query.model_call} of many events. */
@Component
class UsageModel implements ReadModel {
    private static final String TABLE = "model_call";

    @Override
    public String projection() {
        return Projections.USAGE;
    }

    @Override
    public List<ModelTable> tables() {
        return List.of(new ModelTable(TABLE, List.of("event_id")));
    }

    @Override
    public void apply(List<DomainEventMessage<?>> events, ModelCopy copy) {
        List<Map<String, @Nullable Object>> added = new ArrayList<>();
        for (DomainEventMessage<?> message : events) {
            if (message.getPayload() instanceof ModelCalled event) {
                added.add(UsageRows.of(event, message));
            }
        }
        copy.add(TABLE, UsageRows.COLUMNS, added);
    }
}
