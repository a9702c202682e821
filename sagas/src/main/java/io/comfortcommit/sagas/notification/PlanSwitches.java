package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.NotificationChannel;

/** Which channels a user's plan has. */
@FunctionalInterface
interface PlanSwitches {
    boolean has(UserId user, NotificationChannel channel);
}
