package io.comfortcommit.gateway.permission;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.permission.NamedActions.Asked;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.trace.Trace;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Lets a request through to the route that it is for if its caller may do what that route names. */
@Component
public final class RoutePermissions implements ReactiveAuthorizationManager<AuthorizationContext> {
    private final NamedActions named;
    private final Permissions permissions;

    RoutePermissions(NamedActions named, Permissions permissions) {
        this.named = named;
        this.permissions = permissions;
    }

    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
        ServerWebExchange exchange = context.getExchange();
        Asked asked = named.asked(exchange.getRequest());
        if (asked instanceof Asked.Named(Action action) && action.open()) {
            return Mono.just(new AuthorizationDecision(true));
        }
        return authentication
                .filter(Authentication::isAuthenticated)
                .flatMap(who -> who.getPrincipal() instanceof Caller caller ? Mono.just(caller) : Mono.empty())
                .switchIfEmpty(Mono.error(Problem.of(Code.UNAUTHENTICATED).asException()))
                .flatMap(caller -> allow(caller, asked, exchange))
                .thenReturn(new AuthorizationDecision(true));
    }

    private Mono<Void> allow(Caller caller, Asked asked, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return switch (asked) {
            case Asked.Named(Action action) ->
                permissions.check(new Permissions.Request(
                        caller,
                        Client.of(request.getHeaders(), caller),
                        Trace.of(exchange).id(),
                        action,
                        request.getPath().value()));
            case Asked.OtherMethod() -> Mono.empty();
            case Asked.Unnamed() -> Mono.error(Problem.of(Code.FORBIDDEN).asException());
            case Asked.Nothing() -> Mono.error(Problem.of(Code.NOT_FOUND).asException());
        };
    }
}
