package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.NotificationPreferences;

/** Who is told, and how they want it. */
record Recipient(UserId user, NotificationPreferences wishes) {}
