package io.comfortcommit.messages.notification;

import java.util.Locale;

/** The ways to tell somebody, in the order in which they are tried where the user chose none. */
public enum NotificationChannel {
    /** A direct message by our app, with a button to approve. */
    SLACK,
    /** Web Push to the browsers that asked for it. */
    WEB_PUSH,
    /** A message that the user lets us send to themselves in KakaoTalk. */
    KAKAO,
    /** A message to the address that the user named. */
    EMAIL,
    /** A message in the channel that an incoming webhook writes to: others may read it. */
    SLACK_WEBHOOK;

    /** Stable name, as in events. */
    public String stableName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
