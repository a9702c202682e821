package io.comfortcommit.axonsupport.privacy;

import io.comfortcommit.messages.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Personal data as it is stored: {@code cc1:<subject>:<base64url(nonce ‖ ciphertext ‖ tag)>}, AES-256-GCM (NIST SP
 * 800-38D) with a random nonce of 96 bits, a tag of 128, and the part before the second colon as associated data, so that
 * an envelope can't be passed off as another person's.
 */
public final class Envelope {
    private static final String FORMAT = "cc1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    /** Found once: the search through all providers is a tenth of what it takes to store an event. */
    private static final Provider PROVIDER = provider();

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SubjectKeys keys;
    private final SecureRandom random;

    public Envelope(SubjectKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /** @throws SubjectKeys.ErasedSubjectException if the subject was erased */
    public String seal(UserId subject, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String header = FORMAT + ":" + subject;
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keys.toEncrypt(subject), nonce, 0, header);
            byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return header + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't encrypt personal data of " + subject, e);
        }
    }

    /**
     * @return the plain bytes, or empty if the subject was erased
     * @throws IllegalArgumentException if it is no envelope, or was tampered with
     */
    public Optional<byte[]> open(String envelope) {
        int first = envelope.indexOf(':');
        int second = envelope.indexOf(':', first + 1);
        if (second < 0 || !envelope.substring(0, first).equals(FORMAT)) {
            throw new IllegalArgumentException("personal data is stored in a form that this version can't read");
        }
        UserId subject = UserId.of(envelope.substring(first + 1, second));
        Optional<SecretKey> key = keys.toDecrypt(subject);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        byte[] sealed = Base64.getUrlDecoder().decode(envelope.substring(second + 1));
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), sealed, 0, envelope.substring(0, second));
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("personal data of " + subject + " does not open with its key", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, int offset, String header)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER, PROVIDER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, offset, NONCE_BYTES));
        cipher.updateAAD(header.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(CIPHER).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }
}
