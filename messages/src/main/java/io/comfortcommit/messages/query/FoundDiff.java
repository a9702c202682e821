package io.comfortcommit.messages.query;

import org.jspecify.annotations.Nullable;

/** @param diff null where there is none, or none that the caller may see; see {@link FoundDraft} */
public record FoundDiff(@Nullable DiffView diff) {
    public static final FoundDiff NOTHING = new FoundDiff(null);
}
