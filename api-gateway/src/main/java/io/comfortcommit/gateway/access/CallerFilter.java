package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds out who calls. A wrong token is refused at once; a cookie that is no session any more is as good as none, because
 * the browser can't know.
 */
final class CallerFilter implements WebFilter {
    private static final String BEARER = "bearer ";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** Of one name: a neighbour on the same host may have set others, but no flood of them. */
    private static final int MOST_COOKIES = 3;

    private final OwnerToken token;
    private final Credentials credentials;
    private final OwnOrigin origin;
    private final FailedAttempts failures;
    private final Offload offload;

    CallerFilter(
            OwnerToken token, Credentials credentials, OwnOrigin origin, FailedAttempts failures, Offload offload) {
        this.token = token;
        this.credentials = credentials;
        this.origin = origin;
        this.failures = failures;
        this.offload = offload;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return byToken(authorization)
                    .flatMap(caller -> caller.isEmpty()
                            ? Mono.error(failures.answer(request, Problem.of(Code.UNAUTHENTICATED)))
                            : as(caller.get(), exchange, chain));
        }
        return byCookie(request).flatMap(caller -> {
            if (caller.isEmpty()) {
                return chain.filter(exchange);
            }
            return isFromOtherSite(request)
                    ? Mono.error(Problem.of(Code.CROSS_SITE_REQUEST).asException())
                    : as(caller.get(), exchange, chain);
        });
    }

    private static Mono<Void> as(Caller caller, ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange)
                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(new CallerAuthentication(caller)));
    }

    private Mono<Optional<Caller>> byToken(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Mono.just(Optional.empty());
        }
        String shown = authorization.substring(BEARER.length()).strip();
        return token.is(shown)
                ? offload.call(() -> Optional.of(credentials.owner()))
                : offload.call(() -> credentials.caller(Kind.PROGRAM, shown));
    }

    private Mono<Optional<Caller>> byCookie(ServerHttpRequest request) {
        List<HttpCookie> cookies = request.getCookies().getOrDefault(SessionCookies.SESSION, List.of());
        return cookies.isEmpty()
                ? Mono.just(Optional.empty())
                : offload.call(() -> cookies.stream()
                        .limit(MOST_COOKIES)
                        .flatMap(cookie -> credentials.caller(Kind.BROWSER, cookie.getValue()).stream())
                        .findFirst());
    }

    /**
     * Cookies travel with requests that other sites cause. SameSite keeps them back in browsers that know it; this does in
     * all: a form can send neither JSON nor our header, a script of another site can't without a preflight that we never
     * answer, and what remains names its origin. WebSockets have no preflight, so their origin counts although they are
     * GET.
     */
    private boolean isFromOtherSite(ServerHttpRequest request) {
        boolean webSocket = "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
        if (SAFE.contains(request.getMethod()) && !webSocket) {
            return false;
        }
        String from = request.getHeaders().getOrigin();
        if (from == null || !origin.is(from, request)) {
            return true;
        }
        return !webSocket && !MediaType.APPLICATION_JSON.isCompatibleWith(contentType(request));
    }

    private static MediaType contentType(ServerHttpRequest request) {
        try {
            MediaType type = request.getHeaders().getContentType();
            return type == null ? MediaType.TEXT_PLAIN : type;
        } catch (InvalidMediaTypeException e) {
            return MediaType.TEXT_PLAIN;
        }
    }
}
