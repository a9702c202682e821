package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.device.Departures;
import io.comfortcommit.gateway.device.Departures.Departure;
import java.util.UUID;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webflux.GraphQlWebSocketHandler;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Closes a WebSocket, and with it all that is subscribed there, when the device that opened it is out. */
final class EndingWebSockets extends GraphQlWebSocketHandler {
    /**
     * By <a href="https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md">the protocol</a>; its clients do not come
     * again after it.
     */
    private static final CloseStatus UNAUTHORIZED = new CloseStatus(4401, "Unauthorized");
    /** After this one clients come again, with what they have then. */
    private static final CloseStatus FORBIDDEN = new CloseStatus(4403, "Forbidden");

    private final Departures departures;

    EndingWebSockets(
            WebGraphQlHandler handler,
            ServerCodecConfigurer codecs,
            GraphQlProperties.Websocket properties,
            Departures departures) {
        super(handler, codecs, properties.getConnectionInitTimeout(), properties.getKeepAlive());
        this.departures = departures;
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        Mono<Void> handled = super.handle(session);
        return Caller.current()
                .mapNotNull(Caller::device)
                .map(device -> Mono.using(() -> closing(session, device), _ -> handled, Disposable::dispose))
                .defaultIfEmpty(handled)
                .flatMap(ended -> ended);
    }

    /** A close that has begun is not disposed of with the rest: what it ends would cut off its own frame. */
    private Disposable closing(WebSocketSession session, UUID device) {
        return departures
                .of(device)
                .subscribe(departure -> session.close(status(departure)).subscribe());
    }

    private static CloseStatus status(Departure departure) {
        return switch (departure) {
            case SHUT_OUT -> UNAUTHORIZED;
            case NOT_RENEWED -> FORBIDDEN;
        };
    }
}
