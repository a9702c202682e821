package io.comfortcommit.messages.notification;

/** Whether a user connected an account at Kakao, as far as is known without asking there. */
public record KakaoConnection(boolean connected) {}
