package io.comfortcommit.sagas.reminding;

import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotification;
import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.notification.Notifications;

/** Reminds the author once, on every page that has the draft open, and by the channel of their choice. */
final class ReminderActivity implements Activity {
    private static final String CHANNEL = "app";

    private final Notifications notifications;
    private final Reports reports;

    ReminderActivity(Notifications notifications, Reports reports) {
        this.notifications = notifications;
        this.reports = reports;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.REMINDER;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        reports.send(new RecordNotification(order.draftId(), CHANNEL, true, true), order);
        return notifications.tell(order, true);
    }
}
