package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.http.HttpHeaders;

/**
 * <a href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">By GitHub's
 * {@code X-Hub-Signature-256}</a>: {@code sha256=} and the HMAC of the body in hexadecimal.
 */
final class GithubVerification implements Verification {
    static final String HEADER = "x-hub-signature-256";

    private static final String SCHEME = "sha256=";
    private static final int HEX_DIGITS = 64;

    private final byte[] signature;
    private final List<Candidate> candidates = new ArrayList<>();

    private record Candidate(Sender sender, Mac mac) {}

    /** @param secrets of one sender */
    record Secrets(Sender sender, List<String> texts) {}

    private GithubVerification(byte[] signature, List<Secrets> secrets) {
        this.signature = signature;
        for (Secrets one : secrets) {
            for (String text : one.texts()) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                candidates.add(new Candidate(
                        one.sender(), new VerificationKey.Shared(new SecretKeySpec(bytes, "HmacSHA256")).mac()));
            }
        }
    }

    /** Empty if there is no signature. */
    static Optional<GithubVerification> of(HttpHeaders headers, List<Secrets> secrets) {
        List<String> values = headers.getOrEmpty(HEADER);
        String value = values.size() == 1 ? values.getFirst() : "";
        if (!value.startsWith(SCHEME) || value.length() != SCHEME.length() + HEX_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new GithubVerification(HexFormat.of().parseHex(value.substring(SCHEME.length())), secrets));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Consumer<ByteBuffer>> listeners() {
        List<Consumer<ByteBuffer>> listeners = new ArrayList<>();
        candidates.forEach(candidate -> listeners.add(candidate.mac()::update));
        return listeners;
    }

    @Override
    public Optional<Sender> sender(SpooledBody body) {
        Sender found = null;
        for (Candidate candidate : candidates) {
            boolean right = MessageDigest.isEqual(candidate.mac().doFinal(), signature);
            if (right && found == null) {
                found = candidate.sender();
            }
        }
        return Optional.ofNullable(found);
    }
}
