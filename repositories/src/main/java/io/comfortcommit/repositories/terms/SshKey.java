package io.comfortcommit.repositories.terms;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** An OpenSSH private key. */
public final class SshKey {
    private SshKey() {}

    /**
     * @param passphrase empty if there is none
     * @throws GeneralSecurityException if it is no such key, or does not open; the message holds nothing of it
     */
    public static KeyPair open(byte[] file, String passphrase) throws GeneralSecurityException {
        try {
            Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("key"),
                    new ByteArrayInputStream(file),
                    FilePasswordProvider.of(passphrase));
            Iterator<KeyPair> found = keys == null ? null : keys.iterator();
            if (found == null || !found.hasNext()) {
                throw new GeneralSecurityException("is no OpenSSH private key");
            }
            return found.next();
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException("does not open with the passphrase that is set, if any", e);
        }
    }
}
