package io.comfortcommit.sagas.notification;

import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;

/** Tells the author that the draft is there. */
final class NotifyingActivity implements Activity {
    private final Notifications notifications;

    NotifyingActivity(Notifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.NOTIFYING;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        return notifications.tell(order, false);
    }
}
