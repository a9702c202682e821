package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Counts wrong tokens, codes and signatures by the address they come from. Valid ones pass at any time: tokens and codes have too many
 * bits to be guessed, and all programs of a machine share one address, so that locking it would let any of them lock the
 * owner out.
 */
public final class FailedAttempts {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;

    private final int perWindow;
    private final InstantSource clock;
    private final LinkedHashMap<String, Window> byAddress = new LinkedHashMap<>();

    FailedAttempts(int perWindow, InstantSource clock) {
        this.perWindow = perWindow;
        this.clock = clock;
    }

    private record Window(Instant ends, int failures) {}

    /** @return the answer to a failed attempt: {@code problem}, or that there were too many */
    public ProblemException answer(ServerHttpRequest request, Problem problem) {
        Instant now = clock.instant();
        Window window;
        synchronized (byAddress) {
            window = byAddress.merge(
                    address(request),
                    new Window(now.plus(WINDOW), 1),
                    (old, fresh) -> now.isBefore(old.ends()) ? new Window(old.ends(), old.failures() + 1) : fresh);
            if (byAddress.size() > MOST_ADDRESSES) {
                byAddress.pollFirstEntry();
            }
        }
        if (window.failures() <= perWindow) {
            return problem.asException();
        }
        long wait = Math.max(1, Duration.between(now, window.ends()).toSeconds());
        return new Problem(
                        Code.TOO_MANY_FAILURES,
                        Code.TOO_MANY_FAILURES.name(),
                        List.of(wait),
                        Map.of("retryAfterSeconds", wait))
                .asException();
    }

    private static String address(ServerHttpRequest request) {
        return request.getRemoteAddress() == null || request.getRemoteAddress().getAddress() == null
                ? ""
                : request.getRemoteAddress().getAddress().getHostAddress();
    }
}
