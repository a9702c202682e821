package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.access.Caller.Proof;
import io.comfortcommit.gateway.access.Pairings.Invitation;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Grants;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.reading.Fields;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Gives the codes that let browsers and programs in; see {@link SessionEndpoints} and {@link TokenEndpoints}. */
@RestController
class PairingEndpoints {
    private static final int LONGEST_ROLE = 40;

    private final Pairings pairings;
    private final ApprovalLinks links;
    private final OwnOrigin origin;
    private final Grants grants;
    private final Offload offload;

    PairingEndpoints(Pairings pairings, ApprovalLinks links, OwnOrigin origin, Grants grants, Offload offload) {
        this.pairings = pairings;
        this.links = links;
        this.origin = origin;
        this.grants = grants;
        this.offload = offload;
    }

    /** @param url has the code in its fragment, which browsers send to nobody */
    record Pairing(String code, String url, Instant expiresAt) {}

    @Requires(Action.PAIRING_CREATE)
    @PostMapping(path = "/api/pairings", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Pairing> pair(
            @RequestBody(required = false) byte @Nullable [] body,
            @AuthenticationPrincipal Caller caller,
            ServerHttpRequest request) {
        Fields fields = Fields.of(body);
        UUID draft = fields.optionalUuid("draftId");
        String role = fields.optionalText("role", LONGEST_ROLE);
        fields.end();
        if (role != null && caller.limitedTo() != null && !role.equals(caller.limitedTo())) {
            throw Problem.badField("NOT_ONE_OF", "role", caller.limitedTo())
                    .asException(); // no device lets more in than itself
        }
        return offload.call(() -> {
            List<String> roles = grants.roles();
            if (role != null && !roles.contains(role)) {
                throw Problem.badField("NOT_ONE_OF", "role", String.join(", ", roles))
                        .asException();
            }
            return pairing(draft, role == null ? caller.limitedTo() : role, caller, request);
        });
    }

    /**
     * No program lets another in, and so prolongs its own life; it lets browsers in. Who has just signed in could have any
     * number of sessions, and so may have programs.
     */
    private Pairing pairing(@Nullable UUID draft, @Nullable String role, Caller caller, ServerHttpRequest request) {
        String base = origin.base(request);
        if (draft != null) {
            ApprovalLinks.Link link = links.issue(caller.user(), draft, base);
            return new Pairing(link.token(), link.url(), link.expiresAt());
        }
        boolean forPrograms = caller.proof() == Proof.OWNER_TOKEN || caller.proof() == Proof.SIGN_IN;
        Pairings.Code code = pairings.issue(new Invitation(caller.user(), role, forPrograms));
        return new Pairing(code.code(), base + "/#k=" + code.code(), code.expiresAt());
    }
}
