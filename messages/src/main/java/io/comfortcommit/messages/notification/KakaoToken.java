package io.comfortcommit.messages.notification;

import org.jspecify.annotations.Nullable;

/**
 * By which a message is sent to somebody in KakaoTalk, in their own name.
 *
 * @param connected whether the user connected an account
 * @param accessToken null where there is none, or where Kakao gives no fresh one just now
 */
public record KakaoToken(boolean connected, @Nullable String accessToken) {
    /** Without the token. */
    @Override
    public String toString() {
        return "KakaoToken[" + connected + "]";
    }
}
