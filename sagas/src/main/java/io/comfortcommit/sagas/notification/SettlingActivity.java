package io.comfortcommit.sagas.notification;

import io.comfortcommit.sagas.activity.Activity;
import io.comfortcommit.sagas.activity.ActivityKind;
import io.comfortcommit.sagas.activity.ActivityOrder;

/** Says in the messages that were sent what became of the draft, wherever that was decided. */
final class SettlingActivity implements Activity {
    private final Notifications notifications;

    SettlingActivity(Notifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public ActivityKind kind() {
        return ActivityKind.SETTLING;
    }

    @Override
    public Outcome perform(ActivityOrder order) {
        notifications.settle(order.draftId());
        return Outcome.DONE;
    }
}
