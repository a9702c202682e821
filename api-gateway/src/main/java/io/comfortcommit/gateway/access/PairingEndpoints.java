package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.access.Caller.Proof;
import io.comfortcommit.gateway.access.Sessions.Kind;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** Lets browsers and programs in: the owner asks for a code, the other side exchanges it for a session or a token. */
@RestController
class PairingEndpoints {
    private final Owner owner;
    private final Pairings pairings;
    private final Sessions sessions;
    private final OwnOrigin origin;
    private final FailedAttempts failures;
    private final Clock clock;

    PairingEndpoints(
            Owner owner, Pairings pairings, Sessions sessions, OwnOrigin origin, FailedAttempts failures, Clock clock) {
        this.owner = owner;
        this.pairings = pairings;
        this.sessions = sessions;
        this.origin = origin;
        this.failures = failures;
        this.clock = clock;
    }

    /** @param url has the code in its fragment, which browsers send to nobody */
    record Pairing(String code, String url, Instant expiresAt) {}

    @PostMapping(path = "/api/pairings", consumes = MediaType.APPLICATION_JSON_VALUE)
    Pairing pair(
            @RequestBody(required = false) byte @Nullable [] body,
            @AuthenticationPrincipal Caller caller,
            ServerHttpRequest request) {
        if (caller.proof() == Proof.SESSION) {
            throw Problem.of(Code.FORBIDDEN).asException(); // a session must not outlive itself by pairing others
        }
        Fields fields = Fields.of(body);
        UUID draft = fields.optionalUuid("draftId");
        fields.end();
        // A link to a draft goes to a phone or into a chat; and no program prolongs its own life.
        Pairings.Code code = pairings.issue(draft == null && caller.proof() == Proof.OWNER_TOKEN);
        return new Pairing(
                code.code(),
                origin.base(request) + (draft == null ? "/#k=" : "/d/" + draft + "#k=") + code.code(),
                code.expiresAt());
    }

    /** By POST, so that whatever only looks at the link does not use it up. */
    @PostMapping(path = "/api/sessions", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void begin(@RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        if (!pairings.redeem(codeIn(body, request))) {
            throw failures.answer(request, Problem.of(Code.PAIRING_CODE_INVALID));
        }
        exchange.getResponse()
                .addCookie(ResponseCookie.from(Sessions.COOKIE, sessions.begin(Kind.BROWSER, owner.id()))
                        .httpOnly(true)
                        .secure(origin.secure(request))
                        .sameSite("Strict")
                        .path("/")
                        .maxAge(sessions.lifetime(Kind.BROWSER))
                        .build());
    }

    /** @param token as good as the owner's, but for pairing other programs */
    record Token(String token, Instant expiresAt) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Token[expiresAt=" + expiresAt + "]";
        }
    }

    /** Lets a program in by the code of a link that leads home. */
    @PostMapping(path = "/api/tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    Token token(@RequestBody(required = false) byte @Nullable [] body, ServerHttpRequest request) {
        if (!pairings.redeemForProgram(codeIn(body, request))) {
            throw failures.answer(request, Problem.of(Code.PAIRING_CODE_INVALID));
        }
        return new Token(
                sessions.begin(Kind.PROGRAM, owner.id()), clock.instant().plus(sessions.lifetime(Kind.PROGRAM)));
    }

    private String codeIn(byte @Nullable [] body, ServerHttpRequest request) {
        String from = request.getHeaders().getOrigin();
        if (from != null && !origin.is(from, request)) {
            throw Problem.of(Code.CROSS_SITE_REQUEST).asException();
        }
        Fields fields = Fields.of(body);
        String code = fields.text("code", 200);
        fields.end();
        return code;
    }
}
