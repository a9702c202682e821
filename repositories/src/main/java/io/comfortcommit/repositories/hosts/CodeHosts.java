package io.comfortcommit.repositories.hosts;

import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.repositories.terms.Credential;
import io.comfortcommit.repositories.terms.Host;
import io.comfortcommit.repositories.terms.RemoteTerms;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Tells from a remote and its terms which host it lies on, and opens its API. */
public final class CodeHosts {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String USER_AGENT = "comfort-commit";

    private CodeHosts() {}

    /**
     * @param authorities null for the JVM's own
     * @param gate throws {@link io.comfortcommit.repositories.RefusedException} where an address may not be talked to
     * @return empty where no API is known, or no token for it
     * @throws HostException if the token is not where the settings say
     */
    public static Optional<CodeHost> open(
            URIish remote, RemoteTerms terms, @Nullable SSLContext authorities, Consumer<URI> gate)
            throws HostException {
        Host host = terms.host() != null ? terms.host() : wellKnown(remote);
        SecretReference token = host == null ? null : token(host, terms.credential());
        String path = path(remote);
        if (host == null || token == null || path == null) {
            return Optional.empty();
        }
        String secret;
        try {
            secret = token.line();
        } catch (IOException e) {
            throw new HostException(
                    PullRequestTrouble.TOKEN_TURNED_AWAY, "the token of the host is not where the settings say", e);
        }
        URI base = host.api() != null ? host.api() : usual(host.kind(), remote);
        Map<String, String> headers = switch (host.kind()) {
            case GITHUB ->
                Map.of(
                        "Authorization",
                        "Bearer " + secret,
                        "Accept",
                        "application/vnd.github+json",
                        "X-GitHub-Api-Version",
                        "2022-11-28",
                        "User-Agent",
                        USER_AGENT);
            case GITLAB ->
                Map.of("Authorization", "Bearer " + secret, "Accept", "application/json", "User-Agent", USER_AGENT);
            case GITEA ->
                Map.of("Authorization", "token " + secret, "Accept", "application/json", "User-Agent", USER_AGENT);
        };
        HostApi api = new HostApi(base, headers, secret, authorities, gate, PATIENCE);
        return Optional.of(
                switch (host.kind()) {
                    case GITHUB -> new GitHub(api, path);
                    case GITLAB -> new GitLab(api, path);
                    case GITEA -> new Gitea(api, path);
                });
    }

    private static @Nullable SecretReference token(Host host, @Nullable Credential credential) {
        return host.token() != null ? host.token() : credential == null ? null : credential.token();
    }

    private static @Nullable Host wellKnown(URIish remote) {
        return switch (remote.getHost()) {
            case "github.com" -> new Host(Host.Kind.GITHUB, URI.create("https://api.github.com"), null);
            case "gitlab.com" -> new Host(Host.Kind.GITLAB, null, null);
            case "codeberg.org" -> new Host(Host.Kind.GITEA, null, null);
            case null, default -> null;
        };
    }

    private static URI usual(Host.Kind kind, URIish remote) {
        if (kind == Host.Kind.GITHUB && "github.com".equals(remote.getHost())) {
            return URI.create("https://api.github.com");
        }
        boolean web = "https".equals(remote.getScheme());
        String place = remote.getHost() + (web && remote.getPort() > 0 ? ":" + remote.getPort() : "");
        return URI.create("https://" + place
                + switch (kind) {
                    case GITHUB -> "/api/v3";
                    case GITLAB -> "/api/v4";
                    case GITEA -> "/api/v1";
                });
    }

    /** {@code owner/name}; null if it is no such path. */
    private static @Nullable String path(URIish remote) {
        String path = remote.getPath();
        if (remote.getHost() == null || path == null) {
            return null;
        }
        String trimmed = path.replaceAll("^/+|/+$", "").replaceAll("\\.git$", "");
        return trimmed.matches("[^/]+(/[^/]+)+") ? trimmed : null;
    }
}
