package io.comfortcommit.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** The owner's token; only what is made from it is kept. */
final class OwnerToken {
    private final byte[] hash;
    private final SecretKey sessionKey;

    OwnerToken(String token) {
        this.hash = sha256(token);
        this.sessionKey = deriveSessionKey(token);
    }

    /** Takes as long for a wrong token as for the right one. */
    boolean is(String candidate) {
        return MessageDigest.isEqual(hash, sha256(candidate));
    }

    /** For what an earlier version let in. */
    SecretKey sessionKey() {
        return sessionKey;
    }

    /** Tells this token from another one. */
    byte[] mark() {
        return sha256(HexFormat.of().formatHex(hash));
    }

    /** HKDF (RFC 5869). */
    private static SecretKey deriveSessionKey(String token) {
        AlgorithmParameterSpec parameters = HKDFParameterSpec.ofExtract()
                .addIKM(token.getBytes(StandardCharsets.UTF_8))
                .thenExpand("comfort session v1".getBytes(StandardCharsets.US_ASCII), 32);
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey("HmacSHA256", parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HKDF-SHA256", e);
        }
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
