package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.access.Caller.Proof;
import io.comfortcommit.gateway.access.Sessions.Kind;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.messages.UserId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    private final UserId owner;
    private final OwnerToken token;
    private final Sessions sessions;
    private final OwnOrigin origin;
    private final FailedAttempts failures;

    CallerFilter(UserId owner, OwnerToken token, Sessions sessions, OwnOrigin origin, FailedAttempts failures) {
        this.owner = owner;
        this.token = token;
        this.sessions = sessions;
        this.origin = origin;
        this.failures = failures;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            Proof proof = proofOf(authorization);
            return proof == null
                    ? Mono.error(failures.answer(request, Problem.of(Code.UNAUTHENTICATED)))
                    : as(new Caller(owner, proof), exchange, chain);
        }
        if (!hasSession(request)) {
            return chain.filter(exchange);
        }
        return isFromOtherSite(request)
                ? Mono.error(Problem.of(Code.CROSS_SITE_REQUEST).asException())
                : as(new Caller(owner, Proof.SESSION), exchange, chain);
    }

    private static Mono<Void> as(Caller caller, ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange)
                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(new CallerAuthentication(caller)));
    }

    private @Nullable Proof proofOf(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        String shown = authorization.substring(BEARER.length()).strip();
        if (token.is(shown)) {
            return Proof.OWNER_TOKEN;
        }
        return sessions.verify(Kind.PROGRAM, shown).filter(owner::equals).isPresent() ? Proof.PROGRAM_TOKEN : null;
    }

    private boolean hasSession(ServerHttpRequest request) {
        return request.getCookies().getOrDefault(Sessions.COOKIE, List.of()).stream()
                .map(HttpCookie::getValue)
                .anyMatch(value -> sessions.verify(Kind.BROWSER, value)
                        .filter(owner::equals)
                        .isPresent());
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
