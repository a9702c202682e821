package io.comfortcommit.messages.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;

/** Questions around telling authors of their drafts. */
public sealed interface NotificationQuery {
    /** Answered with {@link NotificationPreferences}. */
    record FindNotificationPreferences(UserId user) implements NotificationQuery {}

    /** Who is told as this user of Slack. Answered with {@link SlackUsers}. */
    record FindSlackUsers(String slackUser) implements NotificationQuery {}

    /** Answered with {@link PushTargets} by whoever lets browsers in. */
    record FindPushTargets(UserId user) implements NotificationQuery {}

    /** Answered at once with a {@link KakaoConnection} by whoever let the user connect an account. */
    record FindKakaoConnection(UserId user) implements NotificationQuery {}

    /** Answered with a {@link KakaoToken} by whoever let the user connect an account. Kakao may be asked for a fresh one. */
    record FindKakaoToken(UserId user) implements NotificationQuery {}

    /**
     * A link to a draft, to be sent to its author. Answered with a {@link DraftLink} by whoever lets people in.
     *
     * @param personal whether nobody but the author will read it, so that it may let its reader in
     */
    record IssueDraftLink(UserId user, DraftId draftId, boolean personal) implements NotificationQuery {}
}
