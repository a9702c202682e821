package io.comfortcommit.messages.notification;

import io.comfortcommit.messages.UserId;
import java.util.UUID;

/** What can be asked of whoever tells authors of their drafts. */
public sealed interface NotificationCommand {
    UserId user();

    /** Takes the place of what the user had chosen before. */
    record SetNotificationPreferences(UserId user, NotificationPreferences preferences)
            implements NotificationCommand {}

    /** Its push service says that this browser is reached there no more. For whoever lets browsers in. */
    record ForgetPushTarget(UserId user, UUID device) implements NotificationCommand {}

    /**
     * Says to somebody who pressed a button in Slack why nothing came of it.
     *
     * @param channel id of the channel that the button is in
     * @param slackUser who pressed it, and alone sees the answer
     */
    record AnswerInSlack(UserId user, String channel, String slackUser, SlackAnswer answer)
            implements NotificationCommand {}
}
