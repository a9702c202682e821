package io.comfortcommit.axonsupport.privacy;

import io.comfortcommit.messages.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Names that tell whether two texts of a person are the same, and nothing else about them: 128 bits of HMAC-SHA-256 under a key
 * that HKDF (RFC 5869) makes of the person's own. Whoever has no key can't try texts until one fits, and once the key is
 * destroyed nobody can.
 */
public final class Fingerprints {
    private static final byte[] PURPOSE = "comfort-commit/fingerprint".getBytes(StandardCharsets.US_ASCII);
    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 16;

    private final SubjectKeys keys;

    public Fingerprints(SubjectKeys keys) {
        this.keys = keys;
    }

    /**
     * @param parts of the text, in order; none but the last may hold a NUL
     * @throws SubjectKeys.ErasedSubjectException if the subject was erased
     */
    public String of(UserId subject, String... parts) {
        try {
            SecretKey key = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            MAC,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(keys.toEncrypt(subject))
                                    .thenExpand(PURPOSE, 32));
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] hash = mac.doFinal(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't make a fingerprint", e);
        }
    }
}
