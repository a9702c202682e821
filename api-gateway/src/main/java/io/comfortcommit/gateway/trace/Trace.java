package io.comfortcommit.gateway.trace;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * The trace that a request belongs to: the caller's own by W3C's {@code traceparent}, else a new one.
 *
 * @param id the trace id in the form of a UUID, as it stands in headers, logs and timelines
 */
public record Trace(String id) {
    /** Response header with {@link #id}. */
    public static final String HEADER = "trace_uuid";
    /** Response header with the id of the repository that the request was about. */
    public static final String REPOSITORY_HEADER = "repo_uuid";

    private static final String ATTRIBUTE = Trace.class.getName();

    /** <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Version, trace id, parent id, flags.</a> */
    private static final Pattern TRACE_PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    /** Of a request that {@link TraceFilter} has seen; every request, unless it broke before. */
    public static Trace of(ServerWebExchange exchange) {
        Trace trace = exchange.getAttribute(ATTRIBUTE);
        return trace == null ? begin(exchange) : trace;
    }

    static Trace begin(ServerWebExchange exchange) {
        Trace trace = from(exchange.getRequest().getHeaders());
        exchange.getAttributes().put(ATTRIBUTE, trace);
        exchange.getResponse().getHeaders().set(HEADER, trace.id());
        return trace;
    }

    public static Trace from(HttpHeaders headers) {
        return from(headers.getFirst("traceparent"));
    }

    static Trace from(@Nullable String traceParent) {
        if (traceParent != null) {
            Matcher matcher = TRACE_PARENT.matcher(traceParent.strip().toLowerCase(Locale.ROOT));
            if (matcher.matches()) {
                return new Trace(matcher.group(1).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
            }
        }
        return new Trace(UUID.randomUUID().toString());
    }
}
