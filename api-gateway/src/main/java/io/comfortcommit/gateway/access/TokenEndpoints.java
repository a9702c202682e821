package io.comfortcommit.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.access.Pairings.Invitation;
import io.comfortcommit.gateway.device.Device;
import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.device.Devices.Guest;
import io.comfortcommit.gateway.device.Devices.Renewal;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tokens of programs. */
@RestController
final class TokenEndpoints {
    private final Pairings pairings;
    private final Devices devices;
    private final Credentials credentials;
    private final CodeExchange exchanges;
    private final Logins logins;
    private final GatewayProperties.Sessions properties;
    private final Offload offload;

    TokenEndpoints(
            Pairings pairings,
            Devices devices,
            Credentials credentials,
            CodeExchange exchanges,
            Logins logins,
            GatewayProperties properties,
            Offload offload) {
        this.pairings = pairings;
        this.devices = devices;
        this.credentials = credentials;
        this.exchanges = exchanges;
        this.logins = logins;
        this.properties = properties.sessions();
        this.offload = offload;
    }

    /**
     * @param token as good as the owner's, but for pairing other programs
     * @param refreshToken what gets the next two, once; only for programs that renew
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Token(
            String token,
            Instant expiresAt,
            @Nullable String refreshToken,
            @Nullable Instant refreshExpiresAt) {
        /** Without the tokens. */
        @Override
        public String toString() {
            return "Token[expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * Lets a program in by the code of a link that leads home. One that says {@code "renews": true} gets a token for some
     * minutes and another that renews it; the others, which have no place to keep a changing secret, one for long.
     */
    @Requires(Action.TOKEN_BEGIN)
    @PostMapping(path = "/api/tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Token> token(@RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        Fields fields = exchanges.read(body, request);
        String code = CodeExchange.secret(fields, "code");
        boolean renews = fields.optionalFlag("renews");
        fields.end();
        return offload.call(() -> {
            Invitation invited = pairings.redeemForProgram(code)
                    .orElseThrow(() -> logins.refused(Action.TOKEN_BEGIN, Code.PAIRING_CODE_INVALID, exchange));
            String name = CodeExchange.name(request, Client.HEADER);
            Guest guest = new Guest(invited.user(), Kind.PROGRAM, name, invited.limitedTo());
            Devices.Let let = renews
                    ? devices.letIn(guest, properties.lifetime())
                    : devices.letProgramIn(guest, properties.programLifetime());
            logins.letIn(Action.TOKEN_BEGIN, let.device(), exchange);
            if (renews) {
                return renewing(let.device(), let.token());
            }
            return new Token(let.token(), let.device().expiresAt(), null, null);
        });
    }

    @Requires(Action.TOKEN_RENEW)
    @PostMapping(path = "/api/tokens/renewals", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Token> renew(@RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        Fields fields = exchanges.read(body, request);
        String shown = CodeExchange.secret(fields, "refreshToken");
        fields.end();
        return offload.call(() -> switch (devices.renew(Kind.PROGRAM, shown, properties.lifetime())) {
            case Renewal.Renewed renewed -> renewing(renewed.device(), renewed.token());
            case Renewal.Replayed replayed -> throw logins.notRenewed(Action.TOKEN_RENEW, replayed, exchange);
            case Renewal.Refused refused -> throw logins.notRenewed(Action.TOKEN_RENEW, refused, exchange);
        });
    }

    private Token renewing(Device device, String refresh) {
        Credentials.Access access = credentials.access(device);
        return new Token(access.token(), access.expiresAt(), refresh, device.expiresAt());
    }
}
