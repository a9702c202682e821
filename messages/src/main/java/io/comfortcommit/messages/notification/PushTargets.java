package io.comfortcommit.messages.notification;

import java.net.URI;
import java.util.List;
import java.util.UUID;

/** The browsers of a user that asked for Web Push and are still let in. */
public record PushTargets(List<PushTarget> targets) {
    public PushTargets {
        targets = List.copyOf(targets);
    }

    /**
     * @param device that the browser is
     * @param endpoint at its push service; who knows it can send there
     * @param publicKey of the browser, an uncompressed point of P-256 in base64url
     * @param secret that it shares with whoever sends to it (RFC 8291, 2), in base64url
     * @param authorization proves to the push service who sends (RFC 8292)
     */
    public record PushTarget(UUID device, URI endpoint, String publicKey, String secret, String authorization) {
        /** Without what sends there. */
        @Override
        public String toString() {
            return "PushTarget[" + device + "]";
        }
    }
}
