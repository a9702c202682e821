package io.comfortcommit.repositories.mirror;

import io.comfortcommit.repositories.RefusedException;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Looks at each host before it is connected to. JGit follows redirects by new connections, so these are seen too. */
final class CheckedConnections implements HttpConnectionFactory {
    private final RemotePolicy policy;
    private final HttpConnectionFactory inner;
    private final TrustManager @Nullable [] trusted;
    private final @Nullable URIish only;

    /**
     * @param trusted null for the JVM's own authorities
     * @param only where a credential is sent, which must not get anywhere else; null if there is none
     */
    CheckedConnections(
            RemotePolicy policy,
            HttpConnectionFactory inner,
            TrustManager @Nullable [] trusted,
            @Nullable URIish only) {
        this.policy = policy;
        this.inner = inner;
        this.trusted = trusted;
        this.only = only;
    }

    /** @throws RefusedException where the host may not be talked to */
    @Override
    public HttpConnection create(URL url) throws IOException {
        check(url);
        return trusting(inner.create(url));
    }

    /** @throws RefusedException where the host may not be talked to */
    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        check(url);
        return trusting(inner.create(url, proxy));
    }

    private void check(URL url) {
        policy.checkUrl(url);
        if (only != null && !isSamePlace(only, new URIish(url))) {
            throw new RefusedException(
                    RefusedException.Reason.REMOTE_NOT_ALLOWED,
                    "The remote has moved to " + url.getHost() + ", and its credential is not for there."
                            + " Name the new place as the remote, and set what holds for it.");
        }
    }

    private HttpConnection trusting(HttpConnection connection) throws IOException {
        if (trusted != null) {
            try {
                connection.configure(null, trusted, null);
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }
        return connection;
    }

    static boolean isSamePlace(URIish one, URIish other) {
        return Objects.equals(one.getScheme(), other.getScheme())
                && Objects.equals(one.getHost(), other.getHost())
                && port(one) == port(other);
    }

    private static int port(URIish uri) {
        return uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
    }
}
