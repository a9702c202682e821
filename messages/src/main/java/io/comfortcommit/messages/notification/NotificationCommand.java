package io.comfortcommit.messages.notification;

import io.comfortcommit.messages.UserId;

/** What can be asked of whoever tells authors of their drafts. */
public sealed interface NotificationCommand {
    UserId user();

    /** Takes the place of what the user had chosen before. */
    record SetNotificationPreferences(UserId user, NotificationPreferences preferences)
            implements NotificationCommand {}

    /**
     * Says to somebody who pressed a button in Slack why nothing came of it.
     *
     * @param channel id of the channel that the button is in
     * @param slackUser who pressed it, and alone sees the answer
     */
    record AnswerInSlack(UserId user, String channel, String slackUser, SlackAnswer answer)
            implements NotificationCommand {}
}
