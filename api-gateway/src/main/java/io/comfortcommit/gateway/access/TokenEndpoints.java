package io.comfortcommit.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.device.Device;
import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.gateway.device.Devices;
import io.comfortcommit.gateway.device.Devices.Renewal;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tokens of programs. */
@RestController
final class TokenEndpoints {
    private final Owner owner;
    private final Pairings pairings;
    private final Devices devices;
    private final Credentials credentials;
    private final CodeExchange exchanges;
    private final FailedAttempts failures;
    private final GatewayProperties.Sessions properties;
    private final Offload offload;

    TokenEndpoints(
            Owner owner,
            Pairings pairings,
            Devices devices,
            Credentials credentials,
            CodeExchange exchanges,
            FailedAttempts failures,
            GatewayProperties properties,
            Offload offload) {
        this.owner = owner;
        this.pairings = pairings;
        this.devices = devices;
        this.credentials = credentials;
        this.exchanges = exchanges;
        this.failures = failures;
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
    @PostMapping(path = "/api/tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Token> token(@RequestBody(required = false) byte @Nullable [] body, ServerHttpRequest request) {
        Fields fields = exchanges.read(body, request);
        String code = CodeExchange.secret(fields, "code");
        boolean renews = fields.optionalFlag("renews");
        fields.end();
        return offload.call(() -> {
            if (!pairings.redeemForProgram(code)) {
                throw failures.answer(request, Problem.of(Code.PAIRING_CODE_INVALID));
            }
            String name = CodeExchange.name(request, Client.HEADER);
            if (renews) {
                Devices.Let let = devices.letIn(owner.id(), Kind.PROGRAM, name, properties.lifetime());
                return renewing(let.device(), let.token());
            }
            Devices.Let let = devices.letProgramIn(owner.id(), name, properties.programLifetime());
            return new Token(let.token(), let.device().expiresAt(), null, null);
        });
    }

    @PostMapping(path = "/api/tokens/renewals", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Token> renew(@RequestBody(required = false) byte @Nullable [] body, ServerHttpRequest request) {
        Fields fields = exchanges.read(body, request);
        String shown = CodeExchange.secret(fields, "refreshToken");
        fields.end();
        return offload.call(() -> switch (devices.renew(Kind.PROGRAM, shown, properties.lifetime())) {
            case Renewal.Renewed renewed -> renewing(renewed.device(), renewed.token());
            case Renewal.Replayed _, Renewal.Refused _ ->
                throw failures.answer(request, Problem.of(Code.UNAUTHENTICATED));
        });
    }

    private Token renewing(Device device, String refresh) {
        Credentials.Access access = credentials.access(device);
        return new Token(access.token(), access.expiresAt(), refresh, device.expiresAt());
    }
}
