package io.comfortcommit.sagas.reminding;

import io.comfortcommit.messages.draft.CommitDraftCommand.ExpireDraft;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.Reports;

/** Ends a draft that nobody decided on. What it captured stays pinned. */
final class ExpiryActivity implements Activity {
    private final Reports reports;

    ExpiryActivity(Reports reports) {
        this.reports = reports;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.EXPIRY;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        reports.send(new ExpireDraft(order.draftId()), order);
        return Outcome.DONE;
    }
}
