package io.comfortcommit.messages.search;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import org.jspecify.annotations.Nullable;

/** What can be asked of the content log. */
public sealed interface SearchQuery {
    /**
     * Commits and drafts that the caller may see, the best first. Answered with {@link FoundCommits}.
     *
     * @param text what they are about, in words
     * @param repository null for those of all
     * @param first at most so many, 1 to {@value #MOST}
     */
    record FindCommits(UserId caller, String text, @Nullable RepositoryId repository, int first)
            implements SearchQuery {
        public static final int MOST = 50;
    }

    /** Answered with {@link SearchState}. */
    record FindSearchState() implements SearchQuery {}

    /**
     * What a text means, as numbers. Whoever has a language model in the process answers, with {@link TextVector}: nothing
     * is sent anywhere.
     */
    record ReadMeaning(String text) implements SearchQuery {}
}
