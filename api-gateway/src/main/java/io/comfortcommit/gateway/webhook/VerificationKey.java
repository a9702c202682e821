package io.comfortcommit.gateway.webhook;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key of Standard Webhooks, in the form that its text says. */
sealed interface VerificationKey {
    String SYMMETRIC = "whsec_";
    String ASYMMETRIC = "whpk_";

    /** Signs with {@code v1}. */
    record Shared(SecretKeySpec secret) implements VerificationKey {
        Mac mac() {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(secret);
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK lacks HmacSHA256", e);
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Shared";
        }
    }

    /** Signs with {@code v1a}. */
    record Public(PublicKey key) implements VerificationKey {}

    /** The specification asks for 24 to 64 random bytes. */
    int SHORTEST_SECRET = 24;

    int LONGEST_SECRET = 64;

    int PUBLIC_KEY = 32;

    /** What stands before an ed25519 key in a SubjectPublicKeyInfo (RFC 8410). */
    byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    /** @throws IllegalArgumentException if it is no such key; the message holds nothing of it */
    static VerificationKey of(String text) {
        if (text.startsWith(SYMMETRIC)) {
            byte[] secret = decoded(text.substring(SYMMETRIC.length()));
            if (secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET) {
                throw new IllegalArgumentException("a whsec_ key has 24 to 64 bytes");
            }
            return new Shared(new SecretKeySpec(secret, "HmacSHA256"));
        }
        if (text.startsWith(ASYMMETRIC)) {
            return new Public(ed25519(decoded(text.substring(ASYMMETRIC.length()))));
        }
        throw new IllegalArgumentException("a key begins with whsec_ or whpk_");
    }

    private static PublicKey ed25519(byte[] point) {
        if (point.length != PUBLIC_KEY) {
            throw new IllegalArgumentException("a whpk_ key has 32 bytes");
        }
        byte[] encoded = new byte[ED25519.length + point.length];
        System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
        System.arraycopy(point, 0, encoded, ED25519.length, point.length);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a whpk_ key must be an ed25519 public key", e);
        }
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // without the cause, whose message repeats a character of it
            throw new IllegalArgumentException("a key is written in Base64");
        }
    }
}
