package io.comfortcommit.repositories.signing;

import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.repositories.terms.Signing;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Signs commits with one key, which it holds for no longer than one commit is written. */
public interface CommitSigner {
    /**
     * @param commit as git hashes it, without a signature
     * @return what stands in the commit's header {@code gpgsig}
     * @throws SigningException if the key does not do
     */
    String sign(byte[] commit, Instant at) throws SigningException;

    /** Whether a signature names this key as the one that made it; it is not checked. */
    boolean isNamedBy(String signature);

    /** @throws SigningException if the key can't be read, or not with its passphrase */
    static CommitSigner open(Signing signing) throws SigningException {
        byte[] key;
        String passphrase;
        try {
            key = signing.key().bytes();
            passphrase = line(signing.passphrase());
        } catch (IOException e) {
            throw new SigningException("the signing key of this repository is not where the settings say", e);
        }
        return switch (signing.format()) {
            case OPENPGP -> OpenPgpSigner.open(key, passphrase);
            case SSH -> SshSigner.open(key, passphrase);
        };
    }

    private static String line(@Nullable SecretReference secret) throws IOException {
        return secret == null ? "" : secret.line();
    }
}
