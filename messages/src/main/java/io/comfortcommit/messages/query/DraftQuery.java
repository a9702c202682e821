package io.comfortcommit.messages.query;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked about drafts. Each query carries its caller, who sees only what is theirs. */
public sealed interface DraftQuery {
    UserId caller();

    /** Answered with a {@link FoundDraft}. */
    record FindDraft(UserId caller, DraftId draftId) implements DraftQuery {}

    /**
     * Newest first. Answered with a {@link DraftPage}.
     *
     * @param statuses those wanted; empty means all
     * @param words each must be found in the message, in the name of a branch or in the id of a commit; empty means all
     * @param first the size of the page, 1 to 100
     * @param after the last draft of the page before, null for the first page
     */
    record FindDrafts(
            UserId caller,
            Set<DraftStatus> statuses,
            Set<String> words,
            int first,
            @Nullable DraftId after) implements DraftQuery {}

    /** Of several drafts at once. Answered with {@link Timelines}. */
    record FindTimelines(UserId caller, Set<DraftId> draftIds) implements DraftQuery {
        public FindTimelines {
            draftIds = Set.copyOf(draftIds);
        }
    }

    /** Answered with a {@link FoundDiff}. */
    record FindDiff(UserId caller, DraftId draftId) implements DraftQuery {}

    /** Whether a model may be asked for messages of a repository's changes. Answered with a {@link ModelUse}. */
    record FindModelUse(UserId caller, RepositoryId repositoryId) implements DraftQuery {}

    /**
     * Messages to choose from, written now. May take as long as a model does. Answered with {@link Candidates}.
     *
     * @param byModel how many of them a model is asked for, 0 to {@value #MOST_BY_MODEL}
     */
    record FindCandidates(UserId caller, DraftId draftId, int byModel) implements DraftQuery {
        public static final int MOST_BY_MODEL = 3;
    }

    /**
     * Messages of the commits that a draft could be split into, written now and without a model. Answered with a
     * {@link SplitProposal}.
     */
    record FindSplit(UserId caller, DraftId draftId) implements DraftQuery {}

    /** A subscription query: initially {@link PartialMessage#NOTHING}, then a {@link PartialMessage} as often as it grows. */
    record WatchWriting(UserId caller, DraftId draftId) implements DraftQuery {}

    /** A subscription query: initially {@link FoundDraft#NOTHING}, then a {@link DraftView} at each change of any of the caller's drafts. */
    record WatchDrafts(UserId caller, @Nullable DraftId draftId) implements DraftQuery {}
}
