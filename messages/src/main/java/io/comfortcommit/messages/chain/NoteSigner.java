package io.comfortcommit.messages.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private ed25519 key of signed notes, written {@code PRIVATE+KEY+<name>+<id in hex>+<Base64>} as Go's sumdb does. */
public final class NoteSigner {
    private static final String PREFIX = "PRIVATE+KEY+";
    private static final Pattern FORM =
            Pattern.compile(Pattern.quote(PREFIX) + "([^\\s+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

    /** What stands before the seed in a PrivateKeyInfo (RFC 8410). */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final PrivateKey key;
    private final NoteKey verifier;

    private NoteSigner(PrivateKey key, NoteKey verifier) {
        this.key = key;
        this.verifier = verifier;
    }

    /** Makes a key. @return its text, which is a secret */
    public static String fresh(String name, SecureRandom random) {
        byte[] seed = new byte[NoteKey.KEY_BYTES];
        random.nextBytes(seed);
        NoteKey verifier = NoteKey.of(name, point(seed));
        return PREFIX + name + "+" + verifier.id() + "+"
                + Base64.getEncoder().encodeToString(NoteKey.concat(new byte[] {NoteKey.ED25519}, seed));
    }

    /** @throws IllegalArgumentException if it is no such key; the message holds nothing of it */
    public static NoteSigner of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("a signing key is written PRIVATE+KEY+name+id+key");
        }
        byte[] typed = NoteKey.decoded(form.group(3));
        if (typed.length != 1 + NoteKey.KEY_BYTES || typed[0] != NoteKey.ED25519) {
            throw new IllegalArgumentException("the signing key is not an ed25519 one");
        }
        byte[] seed = Arrays.copyOfRange(typed, 1, typed.length);
        NoteKey verifier = NoteKey.of(form.group(1), point(seed));
        if (!verifier.id().equals(form.group(2))) {
            throw new IllegalArgumentException("the signing key's id does not fit it");
        }
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(NoteKey.concat(PKCS8, seed)));
            return new NoteSigner(key, verifier);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the signing key is not an ed25519 one");
        }
    }

    /** The JDK has no other way from a private key to its public one than to draw exactly this one. */
    private static byte[] point(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Drawn(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - NoteKey.KEY_BYTES, encoded.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks Ed25519", e);
        }
    }

    private static final class Drawn extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient byte[] seed;

        Drawn(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }

    /** What everybody may know. */
    public NoteKey verifier() {
        return verifier;
    }

    public SignedCheckpoint sign(Checkpoint checkpoint) {
        String text = checkpoint.text();
        try {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(key);
            signing.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] signature = NoteKey.concat(HexFormat.of().parseHex(verifier.id()), signing.sign());
            return SignedCheckpoint.of(
                    text + "\n— " + verifier.name() + " " + Base64.getEncoder().encodeToString(signature) + "\n");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a checkpoint can't be signed", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "NoteSigner[" + verifier + "]";
    }
}
