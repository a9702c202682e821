package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.access.Caller.Proof;
import io.comfortcommit.gateway.device.Device;
import io.comfortcommit.gateway.device.Devices.Renewal;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.ActionLog;
import io.comfortcommit.gateway.permission.ActionLog.Entry;
import io.comfortcommit.gateway.permission.ActionLog.Outcome;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.problem.ProblemException;
import io.comfortcommit.gateway.trace.Trace;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Records who was let in, and who was turned away. Blocks. */
@Component
public final class Logins {
    private final ActionLog log;
    private final FailedAttempts failures;

    Logins(ActionLog log, FailedAttempts failures) {
        this.log = log;
        this.failures = failures;
    }

    void letIn(Action action, Device device, ServerWebExchange exchange) {
        add(action, "user:" + device.user(), Outcome.ALLOWED, device.id().toString(), null, exchange);
    }

    /**
     * @return the answer. What is too much for {@link FailedAttempts} is not recorded either, or anybody could fill the
     *     disk
     */
    ProblemException refused(Action action, Code code, ServerWebExchange exchange) {
        return refused(action, code, code.name(), exchange);
    }

    /** @param reason a code, for the log */
    public ProblemException refused(Action action, Code code, String reason, ServerWebExchange exchange) {
        ProblemException answer = failures.answer(exchange.getRequest(), Problem.of(code));
        if (answer.problem().code() == code) {
            add(action, "anybody", Outcome.DENIED, null, reason, exchange);
        }
        return answer;
    }

    /** @return the answer to a refresh token that got nothing */
    ProblemException notRenewed(Action action, Renewal renewal, ServerWebExchange exchange) {
        if (renewal instanceof Renewal.Replayed replayed) {
            add(
                    action,
                    "user:" + replayed.user(),
                    Outcome.DENIED,
                    replayed.device().toString(),
                    "REPLAYED",
                    exchange);
            return failures.answer(exchange.getRequest(), Problem.of(Code.UNAUTHENTICATED));
        }
        return refused(action, Code.UNAUTHENTICATED, exchange);
    }

    private void add(
            Action action,
            String actor,
            Outcome outcome,
            @Nullable String target,
            @Nullable String reason,
            ServerWebExchange exchange) {
        boolean program = action == Action.TOKEN_BEGIN || action == Action.TOKEN_RENEW;
        String client = Client.of(exchange.getRequest().getHeaders(), program ? Proof.PROGRAM_TOKEN : Proof.SESSION);
        log.add(new Entry(actor, client, Trace.of(exchange).id(), action, outcome, target, reason));
    }
}
