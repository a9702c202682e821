package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.KakaoToken;

/** Who connected an account at Kakao; kept by whoever lets them. */
interface KakaoDirectory {
    /** As far as is known without asking Kakao. */
    boolean connected(UserId user);

    /** Kakao may be asked for a fresh one. */
    KakaoToken token(UserId user);
}
