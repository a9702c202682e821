package io.comfortcommit.gateway.problem;

import io.comfortcommit.gateway.trace.Trace;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every failed request with {@code application/problem+json} (RFC 9457) in the caller's language. Nothing of an
 * unexpected failure but its trace leaves the process.
 */
@Component
@Order(-2) // before Spring's own handlers
class ProblemResponses implements ErrorWebExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Wording wording = new Wording();

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return Mono.empty(); // nobody is there to be answered
        }
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        Problem problem = Failures.problem(failure);
        Trace trace = Trace.of(exchange);
        if (problem.code().ours()) {
            try (MDC.MDCCloseable _ = MDC.putCloseable("trace", trace.id())) {
                LOG.error("{} failed: {}", exchange.getRequest().getMethod(), problem.code(), failure);
            }
        }
        Locale locale = Language.of(exchange.getRequest().getHeaders());
        byte[] body = JSON.writeValueAsBytes(members(problem, trace, locale));
        response.setStatusCode(HttpStatusCode.valueOf(problem.code().status()));
        HttpHeaders headers = response.getHeaders();
        if (failure instanceof MethodNotAllowedException method) {
            headers.putAll(method.getHeaders());
        }
        switch (problem.code()) {
            case UNAUTHENTICATED -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case TOO_MANY_FAILURES, UNAVAILABLE ->
                headers.set(
                        HttpHeaders.RETRY_AFTER, String.valueOf(problem.extras().getOrDefault("retryAfterSeconds", 5)));
            default -> {}
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLanguage(locale);
        headers.setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private Map<String, Object> members(Problem problem, Trace trace, Locale locale) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.type());
        members.put("title", wording.title(problem, locale));
        members.put("status", problem.code().status());
        members.put("code", problem.code().name());
        members.put("detail", wording.detail(problem, locale));
        members.putAll(problem.extras());
        members.put("trace", trace.id());
        return members;
    }
}
