package io.comfortcommit.gateway.graphql;

import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Begins every stream of events with a comment. Spring holds the headers back until there is something to send, and a
 * client could not tell a subscription that runs from a server that hangs.
 */
@Component
class EventStreams implements WebFilter {
    /** <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">A comment.</a> */
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpResponse response = new ServerHttpResponseDecorator(exchange.getResponse()) {
            @Override
            public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
                if (!MediaType.TEXT_EVENT_STREAM.isCompatibleWith(getHeaders().getContentType())) {
                    return super.writeAndFlushWith(body);
                }
                Mono<Publisher<DataBuffer>> comment =
                        Mono.fromSupplier(() -> Mono.just(bufferFactory().wrap(COMMENT)));
                return super.writeAndFlushWith(Flux.concat(comment, body));
            }
        };
        return chain.filter(exchange.mutate().response(response).build());
    }
}
