package io.comfortcommit.messages.notification;

import io.comfortcommit.messages.UserId;
import java.net.URI;
import java.util.UUID;

/** What can be asked of whoever tells authors of their drafts. */
public sealed interface NotificationCommand {
    UserId user();

    /** Takes the place of what the user had chosen before. */
    record SetNotificationPreferences(UserId user, NotificationPreferences preferences)
            implements NotificationCommand {}

    /**
     * A push service says that a browser is reached there no more. For whoever lets browsers in.
     *
     * @param endpoint where it is reached no more; if it has another one by now, that stays
     */
    record ForgetPushTarget(UserId user, UUID device, URI endpoint) implements NotificationCommand {
        /** Without what sends there. */
        @Override
        public String toString() {
            return "ForgetPushTarget[" + device + "]";
        }
    }

    /**
     * Says to somebody who pressed a button in Slack why nothing came of it.
     *
     * @param channel id of the channel that the button is in
     * @param slackUser who pressed it, and alone sees the answer
     */
    record AnswerInSlack(UserId user, String channel, String slackUser, SlackAnswer answer)
            implements NotificationCommand {}
}
