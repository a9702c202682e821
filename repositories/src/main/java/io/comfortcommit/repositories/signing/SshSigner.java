package io.comfortcommit.repositories.signing;

import io.comfortcommit.repositories.terms.SshKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Signatures of OpenSSH, as {@code ssh-keygen -Y sign -n git} makes them.
 *
 * @see <a href="https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig">PROTOCOL.sshsig</a>
 */
final class SshSigner implements CommitSigner {
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final String NAMESPACE = "git";
    private static final String HASH = "sha512";
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";

    private final KeyPair key;

    private SshSigner(KeyPair key) {
        this.key = key;
    }

    static SshSigner open(byte[] file, String passphrase) throws SigningException {
        try {
            return new SshSigner(SshKey.open(file, passphrase));
        } catch (GeneralSecurityException e) {
            throw new SigningException("the signing key " + e.getMessage(), e);
        }
    }

    @Override
    public String sign(byte[] commit, Instant at) throws SigningException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(commit);
            Buffer signed = new ByteArrayBuffer();
            signed.putRawBytes(MAGIC);
            signed.putString(NAMESPACE);
            signed.putString("");
            signed.putString(HASH);
            signed.putBytes(digest);

            Buffer envelope = new ByteArrayBuffer();
            envelope.putRawBytes(MAGIC);
            envelope.putUInt(VERSION);
            envelope.putPublicKey(key.getPublic());
            envelope.putString(NAMESPACE);
            envelope.putString("");
            envelope.putString(HASH);
            envelope.putBytes(signature(signed.getCompactData()));
            return armored(envelope.getCompactData());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new SigningException("the signing key does not sign", e);
        }
    }

    private byte[] signature(byte[] data) throws GeneralSecurityException {
        String type = KeyUtils.getKeyType(key);
        // The type of an RSA key is also the name of its signatures with SHA-1, which OpenSSH no longer takes.
        BuiltinSignatures algorithm =
                type.equals("ssh-rsa") ? BuiltinSignatures.rsaSHA512 : BuiltinSignatures.fromFactoryName(type);
        if (algorithm == null) {
            throw new GeneralSecurityException("no way to sign with a key of type " + type);
        }
        try {
            Signature signature = algorithm.create();
            signature.initSigner(null, key.getPrivate());
            signature.update(null, data);
            Buffer blob = new ByteArrayBuffer();
            blob.putString(algorithm.getName());
            blob.putBytes(signature.sign(null));
            return blob.getCompactData();
        } catch (GeneralSecurityException e) {
            throw e;
        } catch (Exception e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static String armored(byte[] envelope) {
        String base64 = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(envelope);
        return BEGIN + "\n" + base64 + "\n" + END;
    }

    @Override
    public boolean isNamedBy(String signature) {
        String text = signature.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            return false;
        }
        try {
            Buffer envelope = new ByteArrayBuffer(
                    Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length())));
            byte[] magic = new byte[MAGIC.length];
            envelope.getRawBytes(magic);
            return Arrays.equals(magic, MAGIC)
                    && envelope.getUInt() == VERSION
                    && KeyUtils.compareKeys(envelope.getPublicKey(), key.getPublic());
        } catch (SshException | RuntimeException notOurs) {
            return false;
        }
    }
}
