package io.comfortcommit.messages.chain;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public ed25519 key of C2SP signed-note, written {@code <name>+<id in hex>+<Base64>}.
 *
 * @param id the first four bytes of a hash of name and key
 */
public record NoteKey(String name, String id, PublicKey key, String text) {
    static final byte ED25519 = 1;
    static final int KEY_BYTES = 32;

    /** What stands before an ed25519 key in a SubjectPublicKeyInfo (RFC 8410). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final Pattern FORM = Pattern.compile("([^\\s+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

    /** @throws IllegalArgumentException that says what is wrong with it */
    public static NoteKey of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a public key is written name+id+key");
        }
        byte[] typed = decoded(form.group(3));
        if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
            throw new IllegalArgumentException("the key is not an ed25519 one");
        }
        NoteKey key = of(form.group(1), Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.id.equals(form.group(2))) {
            throw new IllegalArgumentException("the key's id does not fit it");
        }
        return key;
    }

    static NoteKey of(String name, byte[] point) {
        byte[] typed = concat(new byte[] {ED25519}, point);
        MessageDigest digest = Hash.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        String id = HexFormat.of().formatHex(digest.digest(typed), 0, 4);
        try {
            PublicKey key =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(concat(SPKI, point)));
            return new NoteKey(
                    name, id, key, name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is not an ed25519 one", e);
        }
    }

    /** Whether this key made that signature. */
    boolean signed(byte[] text, byte[] signature) {
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(key);
            verification.update(text);
            return verification.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // without the cause, whose message repeats a character of it
            throw new IllegalArgumentException("a key is written in Base64");
        }
    }

    static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
