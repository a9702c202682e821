package io.comfortcommit.messages.query;

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
     * @param first the size of the page, 1 to 100
     * @param after the last draft of the page before, null for the first page
     */
    record FindDrafts(
            UserId caller,
            Set<DraftStatus> statuses,
            int first,
            @Nullable DraftId after) implements DraftQuery {}

    /** In order. Answered with a {@link Timeline}. */
    record FindTimeline(UserId caller, DraftId draftId) implements DraftQuery {}

    /** Answered with a {@link FoundDiff}. */
    record FindDiff(UserId caller, DraftId draftId) implements DraftQuery {}

    /** A subscription query: initially {@link FoundDraft#NOTHING}, then a {@link DraftView} at each change of any of the caller's drafts. */
    record WatchDrafts(UserId caller, @Nullable DraftId draftId) implements DraftQuery {}
}
