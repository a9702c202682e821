package io.comfortcommit.messages.query;

import org.jspecify.annotations.Nullable;

/**
 * An answer that may be nothing. Not an {@link java.util.Optional}: between processes an answer travels as JSON, which
 * does not say what is in one.
 *
 * @param draft null where there is none, or none that the caller may see
 */
public record FoundDraft(@Nullable DraftView draft) {
    public static final FoundDraft NOTHING = new FoundDraft(null);
}
