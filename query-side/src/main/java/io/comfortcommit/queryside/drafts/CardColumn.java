package io.comfortcommit.queryside.drafts;

import io.comfortcommit.messages.draft.ChangeCard;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A draft's card as it lies in {@code query.draft}: JSON, which is shown whole and never searched. */
final class CardColumn {
    static final String NAME = "card";

    private static final JsonMapper JSON = JsonMapper.shared();

    private CardColumn() {}

    static @Nullable String write(@Nullable ChangeCard card) {
        return card == null ? null : JSON.writeValueAsString(card);
    }

    static @Nullable ChangeCard read(@Nullable String json) {
        return json == null ? null : JSON.readValue(json, ChangeCard.class);
    }
}
