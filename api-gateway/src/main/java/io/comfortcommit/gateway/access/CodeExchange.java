package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/** What requests have in common that let somebody in by what they carry. */
@Component
final class CodeExchange {
    private static final int LONGEST_SECRET = 4_000;
    private static final int LONGEST_NAME = 120;

    private final OwnOrigin origin;

    CodeExchange(OwnOrigin origin) {
        this.origin = origin;
    }

    /** @throws io.comfortcommit.gateway.problem.ProblemException if a page of another site sends it */
    Fields read(byte @Nullable [] body, ServerHttpRequest request) {
        String from = request.getHeaders().getOrigin();
        if (from != null && !origin.is(from, request)) {
            throw Problem.of(Code.CROSS_SITE_REQUEST).asException();
        }
        return Fields.of(body);
    }

    /** As {@link #read}, where a cookie is what it carries: browsers add that by themselves, but never without an origin. */
    Fields readFromOwnPage(byte @Nullable [] body, ServerHttpRequest request) {
        if (request.getHeaders().getOrigin() == null) {
            throw Problem.of(Code.CROSS_SITE_REQUEST).asException();
        }
        return read(body, request);
    }

    static String secret(Fields fields, String name) {
        return fields.text(name, LONGEST_SECRET);
    }

    /** What the sender calls itself, for people who look at their devices. */
    static String name(ServerHttpRequest request, String header) {
        String name = request.getHeaders().getFirst(header);
        if (name == null) {
            name = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
        }
        String shown = name == null ? "" : name.replaceAll("\\p{Cntrl}", " ").strip();
        return shown.substring(0, Math.min(shown.length(), LONGEST_NAME));
    }
}
