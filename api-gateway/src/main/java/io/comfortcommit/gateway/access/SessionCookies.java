package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.access.Credentials.Access;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * The two cookies of a browser: what it shows with each request, and what renews that, which goes to one address only.
 * Scripts see neither, and no other site's request carries them.
 */
final class SessionCookies {
    static final String SESSION = "comfort_session";
    static final String REFRESH = "comfort_refresh";

    private static final String EVERYWHERE = "/";
    private static final String SESSIONS = "/api/sessions";

    private final OwnOrigin origin;
    private final GatewayProperties.Sessions properties;

    SessionCookies(OwnOrigin origin, GatewayProperties.Sessions properties) {
        this.origin = origin;
        this.properties = properties;
    }

    void set(ServerWebExchange exchange, Access access, String refresh) {
        add(exchange, SESSION, access.token(), EVERYWHERE, properties.accessLifetime());
        add(exchange, REFRESH, refresh, SESSIONS, properties.lifetime());
    }

    void clear(ServerWebExchange exchange) {
        add(exchange, SESSION, "", EVERYWHERE, Duration.ZERO);
        add(exchange, REFRESH, "", SESSIONS, Duration.ZERO);
    }

    static String refresh(ServerHttpRequest request) {
        return request.getCookies().getOrDefault(REFRESH, List.of()).stream()
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    private void add(ServerWebExchange exchange, String name, String value, String path, Duration age) {
        exchange.getResponse()
                .addCookie(ResponseCookie.from(name, value)
                        .httpOnly(true)
                        .secure(origin.secure(exchange.getRequest()))
                        .sameSite("Strict")
                        .path(path)
                        .maxAge(age)
                        .build());
    }
}
