package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.access.Pairings.Invitation;
import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.device.Devices.Renewal;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Sessions of browsers, in cookies. */
@RestController
final class SessionEndpoints {
    private final Pairings pairings;
    private final ApprovalLinks links;
    private final Devices devices;
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final CodeExchange exchanges;
    private final Logins logins;
    private final GatewayProperties.Sessions properties;
    private final Offload offload;

    SessionEndpoints(
            Pairings pairings,
            ApprovalLinks links,
            Devices devices,
            Sessions sessions,
            SessionCookies cookies,
            CodeExchange exchanges,
            Logins logins,
            GatewayProperties properties,
            Offload offload) {
        this.pairings = pairings;
        this.links = links;
        this.devices = devices;
        this.sessions = sessions;
        this.cookies = cookies;
        this.exchanges = exchanges;
        this.logins = logins;
        this.properties = properties.sessions();
        this.offload = offload;
    }

    /** By POST, so that whatever only looks at the link does not use it up. */
    @Requires(Action.SESSION_BEGIN)
    @PostMapping(path = "/api/sessions", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> begin(@RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        Fields fields = exchanges.read(body, request);
        String code = CodeExchange.secret(fields, "code");
        fields.end();
        return offload.call(() -> {
                    if (ApprovalLinks.isOne(code)) {
                        sessions.begin(opened(code, exchange), exchange);
                        return true;
                    }
                    Invitation invited = pairings.redeem(code)
                            .orElseThrow(
                                    () -> logins.refused(Action.SESSION_BEGIN, Code.PAIRING_CODE_INVALID, exchange));
                    sessions.begin(invited.user(), invited.limitedTo(), Action.SESSION_BEGIN, exchange);
                    return true;
                })
                .then();
    }

    /** In a browser of somebody else the link stays good: taking that person's session away is for them to decide. */
    private ApprovalLinks.Opened opened(String token, ServerWebExchange exchange) {
        if (links.user(token)
                .filter(user -> sessions.isAnothers(user, exchange))
                .isPresent()) {
            throw logins.refused(Action.SESSION_BEGIN, Code.SIGNED_IN_AS_ANOTHER, exchange);
        }
        return links.open(token)
                .orElseThrow(() -> logins.refused(Action.SESSION_BEGIN, Code.APPROVAL_LINK_INVALID, exchange));
    }

    /** Two tabs that come with the same cookie look like a thief: a page asks in one at a time. */
    @Requires(Action.SESSION_RENEW)
    @PostMapping(path = "/api/sessions/renewals", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> renew(@RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        exchanges.readFromOwnPage(body, request).end();
        String shown = SessionCookies.refresh(request);
        return offload.call(() -> switch (devices.renew(Kind.BROWSER, shown, properties.lifetime())) {
                    case Renewal.Renewed renewed -> {
                        sessions.set(renewed.device(), renewed.token(), exchange);
                        yield true;
                    }
                    case Renewal.Replayed replayed -> {
                        cookies.clear(exchange);
                        throw logins.notRenewed(Action.SESSION_RENEW, replayed, exchange);
                    }
                    case Renewal.Refused refused -> {
                        cookies.clear(exchange);
                        throw shown.isEmpty()
                                ? Problem.of(Code.UNAUTHENTICATED).asException()
                                : logins.notRenewed(Action.SESSION_RENEW, refused, exchange);
                    }
                })
                .then();
    }

    /** Logs this browser out, for good. */
    @Requires(Action.SESSION_END)
    @DeleteMapping("/api/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> end(@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        UUID device = caller.device();
        if (device == null) {
            throw Problem.of(Code.FORBIDDEN).asException();
        }
        return offload.call(() -> devices.revoke(caller.user(), device))
                .doOnNext(_ -> cookies.clear(exchange))
                .then();
    }
}
