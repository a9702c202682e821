package io.comfortcommit.queryside.drafts;

import static java.util.stream.Collectors.toSet;

import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.FindingsCleared;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an event changes in a row of {@code query.draft} that is there; pure. */
final class DraftChanges {
    private static final String MESSAGE = "message";
    private static final Pattern TYPE = Pattern.compile("^\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    private DraftChanges() {}

    /** What of a row its next content may depend on. */
    record Before(@Nullable String message, @Nullable String card) {}

    /** @param before asked for only where it matters */
    static Map<String, @Nullable Object> of(CommitDraftEvent event, Supplier<Before> before) {
        Map<String, @Nullable Object> changes =
                new LinkedHashMap<>(DraftColumns.setBy(event).values());
        if (event instanceof FindingsCleared cleared) {
            ChangeCard card = CardColumn.read(before.get().card());
            Set<String> ids = cleared.findings().stream().map(SecretFinding::id).collect(toSet());
            changes.put(CardColumn.NAME, card == null ? null : CardColumn.write(card.withCleared(ids)));
        } else if (changes.get(MESSAGE) instanceof String message && !changes.containsKey(CardColumn.NAME)) {
            Before then = before.get();
            // What spoke for the type of a message does not speak for another type.
            if (!Objects.equals(type(message), type(then.message()))) {
                ChangeCard card = CardColumn.read(then.card());
                changes.put(CardColumn.NAME, card == null ? null : CardColumn.write(card.withoutReasons()));
            }
        }
        return changes;
    }

    private static @Nullable String type(@Nullable String message) {
        Matcher type = TYPE.matcher(message == null ? "" : message);
        return type.find() ? type.group() : null;
    }
}
