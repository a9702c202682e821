package io.comfortcommit.queryside.usage;

import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/** Rows of {@code query.model_call}; pure. */
final class UsageRows {
    static final List<String> COLUMNS = List.of(
            "event_id",
            "at",
            "author",
            "repository_id",
            "key_group",
            "model",
            "prompt_tokens",
            "answer_tokens",
            "micro_dollars");

    private UsageRows() {}

    /** @return values by column */
    static Map<String, @Nullable Object> of(ModelCalled event, EventMessage<?> message) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("event_id", message.getIdentifier());
        row.put("at", event.at().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        row.put("author", event.author().value());
        row.put("repository_id", event.repositoryId().value());
        row.put("key_group", event.keyGroup());
        row.put("model", event.model());
        row.put("prompt_tokens", event.promptTokens());
        row.put("answer_tokens", event.answerTokens());
        row.put("micro_dollars", event.microDollars());
        return row;
    }
}
