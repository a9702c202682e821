package io.comfortcommit.gateway.access;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.server.header.ServerHttpHeadersWriter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells browsers that have reached us by TLS to come by nothing else (RFC 6797). Spring's own writer looks at the
 * connection alone, and behind a proxy that speaks TLS there is none. Not for subdomains: these are not ours.
 */
final class TransportSecurity implements ServerHttpHeadersWriter {
    static final String HEADER = "Strict-Transport-Security";
    static final String A_YEAR = "max-age=31536000";

    private final OwnOrigin origin;

    TransportSecurity(OwnOrigin origin) {
        this.origin = origin;
    }

    @Override
    public Mono<Void> writeHttpHeaders(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        if (origin.secure(exchange.getRequest()) && !headers.containsHeader(HEADER)) {
            headers.set(HEADER, A_YEAR);
        }
        return Mono.empty();
    }
}
