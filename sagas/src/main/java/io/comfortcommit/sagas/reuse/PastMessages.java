package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;

/** Where approved messages are kept, apart for each repository. Thread-safe. */
interface PastMessages {
    /** Again changes nothing. */
    void remember(DraftId draft, RepositoryId repository, UserId author, PastDraft past);

    /** What is remembered of a repository; sees what is remembered later too. */
    PastDrafts of(RepositoryId repository);

    /** Whether anything can be found by functions: reading those of a change takes a while. */
    boolean anyFunctions(RepositoryId repository);

    /** From then on it is not found any more. */
    void forget(DraftId draft);
}
