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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Decides whether a caller may, and has it recorded before anything is done. */
public final class Permissions {
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

    /**
     * @param reason a code, for the log
     * @param text key of what is said
     */
    record Refusal(String reason, String text) {}

    /** Empty if it is allowed. */
    static Optional<Refusal> refusal(Request request) {
        Action action = request.action();
        Caller caller = request.caller();
        if (!action.open() && !caller.actions().contains(action)) {
            return Optional.of(new Refusal("ROLE", "ROLE"));
        }
        if (!action.proofs().contains(caller.proof())) {
            return Optional.of(new Refusal("PROOF", wanted(action, caller.proof())));
        }
        return caller.onlyDraft() != null
                        && action.ofDraft()
                        && !caller.onlyDraft().toString().equalsIgnoreCase(request.target())
                ? Optional.of(new Refusal("DRAFT", "DRAFT"))
                : Optional.empty();
    }

    /** Whether a caller would be let do what is about no draft in particular. */
    public static boolean allows(Caller caller, Action action) {
        return refusal(new Request(caller, "", "", action, null)).isEmpty();
    }

    /** Empty if it is allowed; a problem if not. */
    public Mono<Void> check(Request request) {
        Optional<Refusal> refusal = refusal(request);
        if (refusal.isPresent()) {
            return refuse(request, refusal.get());
        }
        return request.action().recorded()
                ? offload.call(() -> record(request.entry(Outcome.ALLOWED, null)))
                        .then()
                : Mono.empty();
    }

    private Mono<Void> refuse(Request request, Refusal refusal) {
        String code = request.action().code();
        Problem problem = new Problem(
                Code.FORBIDDEN, Code.FORBIDDEN + "." + refusal.text(), List.of(code), Map.of("action", code));
        return offload.call(() -> record(request.entry(Outcome.DENIED, refusal.reason())))
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
        return shown == Proof.SESSION && action.proofs().contains(Proof.SIGN_IN) ? "SIGN_IN" : "OWNER_TOKEN";
    }
}
