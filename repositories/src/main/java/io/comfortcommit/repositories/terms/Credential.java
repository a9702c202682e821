package io.comfortcommit.repositories.terms;

import io.comfortcommit.repositories.SecretReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who the server is to a remote.
 *
 * @param username beside a token; most hosts take any
 * @param token or password, for https
 * @param key an OpenSSH private key, for ssh
 * @param passphrase of the key, if it has one
 */
public record Credential(
        @DefaultValue("x-access-token") String username,
        @Nullable SecretReference token,
        @Nullable SecretReference key,
        @Nullable SecretReference passphrase) {
    public Credential {
        if ((token == null) == (key == null)) {
            throw new IllegalArgumentException(
                    "comfort.repositories.remotes: a credential is either a token (https) or a key (ssh)");
        }
    }
}
