package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;

/** Where a draft is approved. */
@FunctionalInterface
interface ApprovalLinks {
    /** @param personal whether nobody but the author will read it */
    String to(DraftId draft, UserId author, boolean personal);
}
