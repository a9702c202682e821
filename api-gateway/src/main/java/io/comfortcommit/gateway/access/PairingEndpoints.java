package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.access.Caller.Proof;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Gives the codes that let browsers and programs in; see {@link SessionEndpoints} and {@link TokenEndpoints}. */
@RestController
class PairingEndpoints {
    private final Pairings pairings;
    private final OwnOrigin origin;

    PairingEndpoints(Pairings pairings, OwnOrigin origin) {
        this.pairings = pairings;
        this.origin = origin;
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
}
