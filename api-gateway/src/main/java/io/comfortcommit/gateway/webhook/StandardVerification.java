package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.webhook.StandardHeaders.Signature;
import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** By Standard Webhooks: one of the signatures was made with one of the keys, over id, timestamp and body. */
final class StandardVerification implements Verification {
    /** Verifying ed25519 holds the whole body in memory. */
    private static final Semaphore AT_ONCE = new Semaphore(2, true);

    private static final int ED25519_SIGNATURE = 64;

    private final StandardHeaders headers;
    private final List<Candidate> candidates = new ArrayList<>();

    StandardVerification(StandardHeaders headers, List<SenderKey> keys) {
        this.headers = headers;
        for (SenderKey one : keys) {
            Mac mac = null;
            if (one.key() instanceof VerificationKey.Shared shared && has("v1")) {
                mac = shared.mac();
                mac.update(headers.prefix());
            }
            candidates.add(new Candidate(one.sender(), one.key(), mac));
        }
    }

    /** A key and whose it is. */
    record SenderKey(Sender sender, VerificationKey key) {}

    private record Candidate(
            Sender sender, VerificationKey key, @Nullable Mac mac) {}

    private boolean has(String scheme) {
        return headers.signatures().stream().anyMatch(one -> one.scheme().equals(scheme));
    }

    @Override
    public List<Consumer<ByteBuffer>> listeners() {
        List<Consumer<ByteBuffer>> listeners = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Mac mac = candidate.mac();
            if (mac != null) {
                listeners.add(mac::update);
            }
        }
        return listeners;
    }

    @Override
    public Optional<Sender> sender(SpooledBody body) {
        Sender found = null;
        for (Candidate candidate : candidates) {
            boolean right = switch (candidate.key()) {
                case VerificationKey.Shared _ -> isSigned(candidate.mac());
                case VerificationKey.Public key -> isSigned(key.key(), body);
            };
            if (right && found == null) {
                found = candidate.sender();
            }
        }
        return Optional.ofNullable(found);
    }

    private boolean isSigned(@Nullable Mac mac) {
        if (mac == null) {
            return false;
        }
        byte[] expected = mac.doFinal();
        boolean right = false;
        for (Signature signature : headers.signatures()) {
            if (signature.scheme().equals("v1")) {
                right |= MessageDigest.isEqual(expected, signature.value());
            }
        }
        return right;
    }

    private boolean isSigned(PublicKey key, SpooledBody body) {
        boolean right = false;
        for (Signature signature : headers.signatures()) {
            if (signature.scheme().equals("v1a") && signature.value().length == ED25519_SIGNATURE) {
                right |= isSigned(key, signature.value(), body);
            }
        }
        return right;
    }

    private boolean isSigned(PublicKey key, byte[] signature, SpooledBody body) {
        AT_ONCE.acquireUninterruptibly();
        try (InputStream content = body.content()) {
            java.security.Signature verifier = java.security.Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(headers.prefix());
            byte[] buffer = new byte[1 << 16];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                verifier.update(buffer, 0, n);
            }
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // is none
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks Ed25519", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a delivery can't be read", e);
        } finally {
            AT_ONCE.release();
        }
    }
}
