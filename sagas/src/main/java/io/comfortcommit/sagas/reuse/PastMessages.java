package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import java.util.List;

/** Where approved messages are kept, apart for each repository. Thread-safe. */
interface PastMessages {
    /** Again changes nothing. */
    void remember(DraftId draft, RepositoryId repository, UserId author, PastDraft past);

    /** What is remembered of a repository; sees what is remembered later too. */
    PastDrafts of(RepositoryId repository);

    /** Whether anything can be found by functions: reading those of a change takes a while. */
    boolean anyFunctions(RepositoryId repository);

    /** Drafts of an author, the newest first. */
    List<DraftId> newestOf(UserId author, RepositoryId repository, int most);

    /** From then on it is not found any more. */
    void forget(DraftId draft);
}
