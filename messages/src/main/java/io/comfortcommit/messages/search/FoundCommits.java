package io.comfortcommit.messages.search;

import io.comfortcommit.messages.query.DraftView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param hits the best first; empty unless it is available */
public record FoundCommits(SearchAvailability availability, List<Hit> hits) {
    public FoundCommits {
        hits = List.copyOf(hits);
    }

    public static FoundCommits not(SearchAvailability availability) {
        return new FoundCommits(availability, List.of());
    }

    /**
     * @param draft as it is now
     * @param score of its places in both lists (reciprocal rank fusion); says something beside other hits of one search only
     * @param byWords its place among those that share words with the text, from 1; null if it is not among them
     * @param byMeaning its place among those that mean the like, from 1; null if it is not among them
     */
    public record Hit(
            DraftView draft,
            double score,
            @Nullable Integer byWords,
            @Nullable Integer byMeaning) {}
}
