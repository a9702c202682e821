package io.comfortcommit.gateway.trace;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Comes first, so that refusals have a trace too. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TraceFilter implements WebFilter {
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Trace.begin(exchange);
        return chain.filter(exchange);
    }
}
