package io.comfortcommit.repositories.mirror;

import io.comfortcommit.repositories.RefusedException;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/** Looks at each host before it is connected to. JGit follows redirects by new connections, so these are seen too. */
final class CheckedConnections implements HttpConnectionFactory {
    private final RemotePolicy policy;
    private final HttpConnectionFactory inner;

    CheckedConnections(RemotePolicy policy, HttpConnectionFactory inner) {
        this.policy = policy;
        this.inner = inner;
    }

    /** @throws RefusedException where the host may not be talked to */
    @Override
    public HttpConnection create(URL url) throws IOException {
        policy.checkUrl(url);
        return inner.create(url);
    }

    /** @throws RefusedException where the host may not be talked to */
    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        policy.checkUrl(url);
        return inner.create(url, proxy);
    }
}
