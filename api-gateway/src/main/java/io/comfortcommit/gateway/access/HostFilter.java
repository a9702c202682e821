package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses requests that are addressed to a name we don't go by. A page of another site can make its own name point to this
 * machine (DNS rebinding) and would then be of our origin; a plain address can't be made to point elsewhere.
 */
final class HostFilter implements WebFilter {
    private static final Pattern PLAIN_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final Set<String> names = new HashSet<>(Set.of("localhost"));

    HostFilter(GatewayProperties properties) {
        properties.allowedHosts().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        if (properties.publicUrl() != null) {
            names.add(properties.publicUrl().getHost().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String host = exchange.getRequest().getURI().getHost();
        return host != null && isOurs(host.toLowerCase(Locale.ROOT))
                ? chain.filter(exchange)
                : Mono.error(Problem.of(Code.HOST_NOT_ALLOWED).asException());
    }

    private boolean isOurs(String host) {
        return names.contains(host) || PLAIN_ADDRESS.matcher(host).matches();
    }
}
