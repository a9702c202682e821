package io.comfortcommit.sagas.notification;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * <a href="https://www.rfc-editor.org/rfc/rfc8291">Encryption of what is pushed to a browser</a>, in one record of
 * {@code aes128gcm} (<a href="https://www.rfc-editor.org/rfc/rfc8188">RFC 8188</a>): push services carry it and can't read it.
 */
final class PushEncryption {
    /** More has to be taken by no push service (RFC 8030, 7.2): header of 86 bytes, delimiter and tag go off it. */
    static final int LONGEST = 4096 - 86 - 1 - 16;

    private static final String CURVE = "secp256r1";
    private static final int COORDINATE = 32;
    private static final int POINT = 1 + 2 * COORDINATE;
    private static final int SALT = 16;
    private static final int RECORD = 4096;
    private static final int TAG_BITS = 128;

    /** Lengths are told in steps of this many bytes only. */
    private static final int STEP = 256;

    /** Of the last record. */
    private static final byte DELIMITER = 2;

    private static final SecureRandom RANDOM = new SecureRandom();

    private PushEncryption() {}

    /**
     * @param text at most {@link #LONGEST} bytes
     * @param receiver the browser's public key, an uncompressed point of P-256
     * @param secret that the browser shares with whoever sends to it
     * @throws GeneralSecurityException if the key is none
     */
    static byte[] encrypt(byte[] text, byte[] receiver, byte[] secret) throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(new ECGenParameterSpec(CURVE));
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        int padding = Math.clamp(LONGEST - text.length, 0, STEP - text.length % STEP);
        return encrypt(text, padding, receiver, secret, pairs.generateKeyPair(), salt);
    }

    /** @param padding zeros after the text */
    static byte[] encrypt(byte[] text, int padding, byte[] receiver, byte[] secret, KeyPair sender, byte[] salt)
            throws GeneralSecurityException {
        if (text.length + padding > LONGEST) {
            throw new IllegalArgumentException("too long for a push message");
        }
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(sender.getPrivate());
        agreement.doPhase(point(receiver), true);
        byte[] own = bytes((ECPublicKey) sender.getPublic());
        byte[] shared = derive(
                agreement.generateSecret(),
                secret,
                joined("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), receiver, own),
                32);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(derive(shared, salt, info("aes128gcm"), 16), "AES"),
                // The only record's number, 0, changes nothing of it.
                new GCMParameterSpec(TAG_BITS, derive(shared, salt, info("nonce"), 12)));
        byte[] sealed = cipher.doFinal(joined(text, new byte[] {DELIMITER}, new byte[padding]));
        byte[] header = ByteBuffer.allocate(SALT + Integer.BYTES + 1 + POINT)
                .put(salt)
                .putInt(RECORD)
                .put((byte) POINT)
                .put(own)
                .array();
        return joined(header, sealed);
    }

    private static byte[] info(String of) {
        return ("Content-Encoding: " + of + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /** <a href="https://www.rfc-editor.org/rfc/rfc5869">HKDF</a> with SHA-256. */
    private static byte[] derive(byte[] material, byte[] salt, byte[] info, int length)
            throws GeneralSecurityException {
        AlgorithmParameterSpec how =
                HKDFParameterSpec.ofExtract().addIKM(material).addSalt(salt).thenExpand(info, length);
        return KDF.getInstance("HKDF-SHA256").deriveData(how);
    }

    private static ECPublicKey point(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != POINT || bytes[0] != 4) {
            throw new GeneralSecurityException("no uncompressed point of P-256");
        }
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec(CURVE));
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + COORDINATE)),
                new BigInteger(1, Arrays.copyOfRange(bytes, 1 + COORDINATE, POINT)));
        return (ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static byte[] bytes(ECPublicKey key) {
        byte[] bytes = new byte[POINT];
        bytes[0] = 4;
        coordinate(key.getW().getAffineX(), bytes, 1);
        coordinate(key.getW().getAffineY(), bytes, 1 + COORDINATE);
        return bytes;
    }

    /** With zeros before it, without the byte of its sign. */
    private static void coordinate(BigInteger number, byte[] to, int at) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, to, at + COORDINATE - length, length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
