package io.comfortcommit.gateway.permission;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.access.Caller.Proof;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.ActionLog.Entry;
import io.comfortcommit.gateway.permission.ActionLog.Outcome;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Decides whether a caller may, and has it recorded before anything is done. */
public final class Permissions {
    private static final String NO_ROLE = "ROLE";
    private static final String WRONG_PROOF = "PROOF";

    private final ActionLog log;
    private final Offload offload;

    Permissions(ActionLog log, Offload offload) {
        this.log = log;
        this.offload = offload;
    }

    /**
     * @param client as {@code name/version}
     * @param target what it is about
     */
    public record Request(
            Caller caller,
            String client,
            String trace,
            Action action,
            @Nullable String target) {
        private Entry entry(Outcome outcome, @Nullable String reason) {
            return new Entry("user:" + caller.user(), client, trace, action, outcome, target, reason);
        }
    }

    /** Empty if it is allowed; a problem if not. */
    public Mono<Void> check(Request request) {
        Action action = request.action();
        Caller caller = request.caller();
        if (!action.open() && !caller.actions().contains(action)) {
            return refuse(request, NO_ROLE, "ROLE");
        }
        if (!action.proofs().contains(caller.proof())) {
            return refuse(request, WRONG_PROOF, wanted(action, caller.proof()));
        }
        return action.recorded()
                ? offload.call(() -> record(request.entry(Outcome.ALLOWED, null)))
                        .then()
                : Mono.empty();
    }

    private Mono<Void> refuse(Request request, String reason, String text) {
        String code = request.action().code();
        Problem problem =
                new Problem(Code.FORBIDDEN, Code.FORBIDDEN + "." + text, List.of(code), Map.of("action", code));
        return offload.call(() -> record(request.entry(Outcome.DENIED, reason)))
                .then(Mono.error(problem.asException()));
    }

    private boolean record(Entry entry) {
        log.add(entry);
        return true;
    }

    private static String wanted(Action action, Proof shown) {
        if (action.proofs().contains(Proof.SESSION)) {
            return "SESSION";
        }
        return shown == Proof.SESSION && action.proofs().contains(Proof.PROGRAM_TOKEN) ? "PROGRAM" : "OWNER_TOKEN";
    }
}
