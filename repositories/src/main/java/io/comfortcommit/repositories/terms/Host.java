package io.comfortcommit.repositories.terms;

import io.comfortcommit.repositories.SecretReference;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The code host that a remote lies on, for its pull requests and protected branches.
 *
 * @param kind of its API; Forgejo speaks Gitea's
 * @param api address of the API; null for the usual one of the kind on the remote's own host
 * @param token for the API; null for the credential's
 */
public record Host(Kind kind, @Nullable URI api, @Nullable SecretReference token) {

    public enum Kind {
        GITHUB,
        GITLAB,
        GITEA
    }

    public Host {
        if (kind == null) {
            throw new IllegalArgumentException(
                    "comfort.repositories.remotes: a host needs its kind: github, gitlab or gitea");
        }
        if (api != null && (api.getHost() == null || api.getRawUserInfo() != null || api.getRawQuery() != null)) {
            throw new IllegalArgumentException(
                    "comfort.repositories.remotes: the api of a host is an https URL without credentials or query");
        }
    }
}
