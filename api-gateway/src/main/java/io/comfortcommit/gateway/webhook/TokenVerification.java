package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.webhook.GithubVerification.Secrets;
import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** By GitLab's {@code X-Gitlab-Token}: the sender shows the secret itself. The body is not looked at before. */
final class TokenVerification implements Verification {
    static final String HEADER = "x-gitlab-token";

    private final Optional<Sender> sender;

    TokenVerification(String token, List<Secrets> secrets) {
        byte[] shown = sha256(token);
        Sender found = null;
        for (Secrets one : secrets) {
            for (String text : one.texts()) {
                boolean right = MessageDigest.isEqual(sha256(text), shown);
                if (right && found == null) {
                    found = one.sender();
                }
            }
        }
        this.sender = Optional.ofNullable(found);
    }

    boolean isKnown() {
        return sender.isPresent();
    }

    @Override
    public List<Consumer<ByteBuffer>> listeners() {
        return List.of();
    }

    @Override
    public Optional<Sender> sender(SpooledBody body) {
        return sender;
    }

    /** So that not even the length shows in how long it takes. */
    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
