package io.comfortcommit.repositories.terms;

import io.comfortcommit.repositories.SecretReference;
import org.jspecify.annotations.Nullable;

/**
 * How commits are signed.
 *
 * @param format of the key and the signature
 * @param key an OpenPGP secret key as {@code gpg --export-secret-keys} writes it, or an OpenSSH private key
 * @param passphrase of the key, if it has one
 */
public record Signing(
        Format format, SecretReference key, @Nullable SecretReference passphrase) {

    public enum Format {
        OPENPGP,
        SSH
    }

    public Signing {
        if (format == null || key == null) {
            throw new IllegalArgumentException("signing needs a format (openpgp or ssh) and a key");
        }
    }
}
