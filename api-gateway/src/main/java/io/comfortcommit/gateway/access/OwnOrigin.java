package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.GatewayProperties;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Where our own pages come from, as a browser sees it. */
public final class OwnOrigin {
    private final @Nullable URI publicUrl;

    OwnOrigin(GatewayProperties properties) {
        this.publicUrl = properties.publicUrl();
    }

    /** Base of links for whoever sent the request, without a slash at its end. */
    public String base(ServerHttpRequest request) {
        return base().orElseGet(() -> origin(request.getURI()));
    }

    /** The same for whoever sent no request; empty where it isn't set. */
    Optional<String> base() {
        return Optional.ofNullable(publicUrl)
                .map(URI::toString)
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    /** Whether browsers reach us by TLS only. */
    public boolean secure(ServerHttpRequest request) {
        return "https".equals((publicUrl == null ? request.getURI() : publicUrl).getScheme());
    }

    boolean is(String origin, ServerHttpRequest request) {
        return origin.equalsIgnoreCase(origin(request.getURI()))
                || (publicUrl != null && origin.equalsIgnoreCase(origin(publicUrl)));
    }

    /** <a href="https://www.rfc-editor.org/rfc/rfc6454#section-6.2">As browsers write it</a>: no default port. */
    private static String origin(URI uri) {
        boolean usualPort = uri.getPort() < 0 || uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
        return uri.getScheme() + "://" + uri.getHost() + (usualPort ? "" : ":" + uri.getPort());
    }
}
