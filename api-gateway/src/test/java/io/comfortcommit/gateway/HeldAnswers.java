package io.comfortcommit.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A slow network: what was asked has been done, and the answer is on its way for as long as a test wants. */
class HeldAnswers implements WebFilter {
    private final AtomicReference<@Nullable Held> next = new AtomicReference<>();

    /** @param path whose next answer is held */
    Held next(String path) {
        Held held = new Held(path, Sinks.empty(), Sinks.empty());
        next.set(held);
        return held;
    }

    record Held(String path, Sinks.Empty<Void> begun, Sinks.Empty<Void> arrives) {
        void await() {
            begun.asMono().block(Duration.ofSeconds(20));
        }

        void arrive() {
            arrives.tryEmitEmpty();
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Held held = next.get();
        if (held != null
                && exchange.getRequest().getPath().value().equals(held.path())
                && next.compareAndSet(held, null)) {
            exchange.getResponse().beforeCommit(() -> {
                held.begun().tryEmitEmpty();
                return held.arrives().asMono();
            });
        }
        return chain.filter(exchange);
    }
}
