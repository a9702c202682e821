package io.comfortcommit.gateway.problem;

import graphql.execution.AbortExecutionException;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.draft.Rejection.IllegalTransition;
import io.comfortcommit.messages.draft.Rejection.PersonErased;
import io.comfortcommit.messages.draft.Rejection.SecretsFound;
import io.comfortcommit.messages.draft.Rejection.StaleVersion;
import io.comfortcommit.messages.draft.Rejection.UnknownDraft;
import io.comfortcommit.messages.draft.Rejection.UnknownFinding;
import io.comfortcommit.messages.draft.Rejection.UnknownRepository;
import io.comfortcommit.messages.draft.Rejection.UnusableMessage;
import io.comfortcommit.messages.draft.Rejection.UnusableSplit;
import io.comfortcommit.repositories.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.messaging.HandlerExecutionException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.Exceptions;

/** Which problem a failure is. */
public final class Failures {
    private Failures() {}

    public static Problem problem(Throwable failure) {
        return switch (failure) {
            case ProblemException known -> known.problem();
            case RefusedException refused -> refused(refused);
            case CompletionException wrapped when wrapped.getCause() != null -> problem(wrapped.getCause());
            case ExecutionException wrapped when wrapped.getCause() != null -> problem(wrapped.getCause());
            case HandlerExecutionException refused -> handler(refused);
            case TimeoutException _, NoHandlerForCommandException _, NoHandlerForQueryException _ ->
                Problem.of(Code.UNAVAILABLE);
            case RuntimeException slow when Exceptions.isOverflow(slow) -> Problem.of(Code.FELL_BEHIND);
            case DataBufferLimitException _, ContentTooLargeException _ -> Problem.tooLarge();
            case AbortExecutionException _ ->
                Problem.badRequest("NOT_UNDERSTOOD"); // over a limit, or its caller is gone
            case DecodingException _ -> Problem.badRequest("NOT_JSON");
            case ResponseStatusException status -> http(status);
            // Whatever storing an event wrapped it in.
            default ->
                HandlerExecutionException.resolveDetails(failure)
                        .filter(Rejection.class::isInstance)
                        .map(rejection -> rejected((Rejection) rejection))
                        .orElseGet(() -> Problem.of(Code.INTERNAL));
        };
    }

    private static Problem handler(HandlerExecutionException failure) {
        Optional<Object> details = failure.getDetails();
        if (details.orElse(null) instanceof Rejection rejection) {
            return rejected(rejection);
        }
        return failure.getCause() instanceof RefusedException refused ? refused(refused) : Problem.of(Code.INTERNAL);
    }

    private static Problem rejected(Rejection rejection) {
        Code code = Code.valueOf(rejection.code());
        return switch (rejection) {
            case UnknownDraft _ -> Problem.of(code);
            case PersonErased _ -> refused(RefusedException.personErased());
            case UnknownRepository unknown -> Problem.unknownRepository(unknown.repositoryId());
            case StaleVersion stale ->
                Problem.of(code)
                        .with(Map.of(
                                "expected", stale.expected(),
                                "actual", stale.actual(),
                                "status", stale.status().name()));
            case IllegalTransition illegal ->
                new Problem(
                        code,
                        code + "." + illegal.status(),
                        List.of(),
                        Map.of("status", illegal.status().name()));
            case SecretsFound found ->
                new Problem(code, code.name(), List.of(found.findings().size()), Map.of("findings", found.findings()));
            case UnusableSplit unusable -> Problem.unusableSplit(unusable.why());
            case UnknownFinding unknown -> Problem.of(code, unknown.finding());
            case UnusableMessage unusable ->
                new Problem(
                        code,
                        code + "." + unusable.why(),
                        unusable.limit() == null ? List.of() : List.of(unusable.limit()),
                        unusable.limit() == null
                                ? Map.of("why", unusable.why())
                                : Map.of("why", unusable.why(), "limit", unusable.limit()));
        };
    }

    /** The refusal's own words name what was found; they are English, other languages put a sentence before them. */
    private static Problem refused(RefusedException refused) {
        return Problem.of(
                Code.valueOf(refused.reason().name()),
                Objects.requireNonNullElse(
                        refused.getMessage(), refused.reason().name()));
    }

    private static Problem http(ResponseStatusException status) {
        if (caused(status, DataBufferLimitException.class) || caused(status, ContentTooLargeException.class)) {
            return Problem.tooLarge();
        }
        int code = status.getStatusCode().value();
        return switch (code) {
            case 400 -> Problem.badRequest(caused(status, DecodingException.class) ? "NOT_JSON" : "NOT_UNDERSTOOD");
            case 401 -> Problem.of(Code.UNAUTHENTICATED);
            case 403 -> Problem.of(Code.FORBIDDEN);
            case 404 -> Problem.of(Code.NOT_FOUND);
            case 405 -> Problem.of(Code.METHOD_NOT_ALLOWED, allowed(status));
            case 406 -> Problem.of(Code.NOT_ACCEPTABLE);
            case 413 -> Problem.tooLarge();
            case 415 -> Problem.of(Code.UNSUPPORTED_MEDIA_TYPE);
            case 503 -> Problem.of(Code.UNAVAILABLE);
            default -> code >= 400 && code < 500 ? Problem.badRequest("NOT_UNDERSTOOD") : Problem.of(Code.INTERNAL);
        };
    }

    private static String allowed(ResponseStatusException status) {
        return status instanceof MethodNotAllowedException method
                ? String.join(
                        ", ",
                        method.getSupportedMethods().stream()
                                .map(HttpMethod::name)
                                .sorted()
                                .toList())
                : "";
    }

    private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
