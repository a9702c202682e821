package io.comfortcommit.repositories.publishing;

import io.comfortcommit.analysis.landing.CommitPlanner;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.PublishOutcome;
import org.eclipse.jgit.lib.ObjectId;

/** Captures and what became of them, as the planner knows them. */
final class Planning {
    private Planning() {}

    static CommitPlanner.Captured captured(CaptureOrder order) {
        return new CommitPlanner.Captured(
                ObjectId.fromString(order.snapshot()),
                order.base() == null ? null : ObjectId.fromString(order.base()),
                order.mode() == CaptureMode.INDEX);
    }

    static CommitPlanner.Earlier earlier(CaptureOrder order, PublishOutcome.Landed landed) {
        return new CommitPlanner.Earlier(
                captured(order),
                ObjectId.fromString(landed.commitId()),
                landed.landing() == Landing.BRANCH,
                landed.rebased());
    }
}
