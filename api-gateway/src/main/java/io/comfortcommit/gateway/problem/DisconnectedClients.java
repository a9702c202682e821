package io.comfortcommit.gateway.problem;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/**
 * A client that goes away cancels its request and then fails it. Reactor logs such a late failure as an error with its
 * stack trace; but phones lose their connection all day.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class DisconnectedClients implements WebFilter {
    private static final Logger LOG = LoggerFactory.getLogger(DisconnectedClients.class);
    /** Reactor's key for a hook of one sequence; see {@code reactor.core.publisher.Hooks#onErrorDropped}. */
    private static final String LATE_FAILURE = "reactor.onErrorDropped.local";

    private static final Consumer<Throwable> HOOK = failure -> {
        if (!DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            LOG.error("a request failed after its end", failure);
        }
    };

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange).contextWrite(context -> context.put(LATE_FAILURE, HOOK));
    }
}
