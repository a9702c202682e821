package io.comfortcommit.sagas.reminding;

import io.comfortcommit.messages.draft.CommitDraftCommand.SupersedeDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.Reports;
import java.util.Objects;

/** A newer capture of the lane takes over from the one before it, if that is still open. */
final class SupersedingActivity implements Activity {
    private final Reports reports;

    SupersedingActivity(Reports reports) {
        this.reports = reports;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.SUPERSEDING;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        DraftId newer = new DraftId(Objects.requireNonNull(order.successor(), "superseding needs a successor"));
        reports.send(new SupersedeDraft(order.draftId(), newer), order);
        return Outcome.DONE;
    }
}
