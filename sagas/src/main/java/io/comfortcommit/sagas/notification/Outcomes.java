package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.ApproverNotified;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.DraftingFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.CommitDraftEvent.Expired;
import io.comfortcommit.messages.draft.CommitDraftEvent.FindingsCleared;
import io.comfortcommit.messages.draft.CommitDraftEvent.LeftToAgent;
import io.comfortcommit.messages.draft.CommitDraftEvent.NotificationFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestNotOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PushFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.CommitDraftEvent.RedraftRequested;
import io.comfortcommit.messages.draft.CommitDraftEvent.Redrafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.SplitApproved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Superseded;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.notification.Settled.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has become of drafts. */
final class Outcomes {
    private Outcomes() {}

    /** Null while it waits for its author for the first time. */
    static @Nullable Outcome of(DraftEvents events, DraftId draft) {
        return events.all(draft).map(Outcomes::of).filter(Objects::nonNull).reduce(null, (_, later) -> later);
    }

    private static @Nullable Outcome of(CommitDraftEvent event) {
        return switch (event) {
            case Approved _, SplitApproved _ -> Outcome.APPROVED;
            case Pushed _ -> Outcome.PUSHED;
            case PushFailed _ -> Outcome.PUSH_FAILED;
            case Discarded _ -> Outcome.DISCARDED;
            case Expired _ -> Outcome.EXPIRED;
            case Superseded _ -> Outcome.SUPERSEDED;
            case Captured _,
                    LeftToAgent _,
                    Drafted _,
                    RedraftRequested _,
                    Redrafted _,
                    DraftingFailed _,
                    FindingsCleared _,
                    Edited _,
                    PullRequestOpened _,
                    PullRequestNotOpened _,
                    ApproverNotified _,
                    NotificationFailed _ -> null;
        };
    }
}
