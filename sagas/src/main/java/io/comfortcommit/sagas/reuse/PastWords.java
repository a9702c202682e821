package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;

/** Where vectors of the words of approved drafts' changes are kept, apart for each repository and model. Thread-safe. */
interface PastWords {
    /**
     * For a draft that is remembered already; of another one, or again, it changes nothing.
     *
     * @param words of length 1, with zeros behind the model's own dimensions
     */
    void remember(DraftId draft, String model, float[] words);

    boolean any(RepositoryId repository, String model);

    /** What is remembered of a repository; sees what is remembered later too. */
    PastDrafts of(RepositoryId repository, String model);
}
