package io.comfortcommit.sagas.llm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a model gave no answer. Its text never holds what was sent or what came back. */
final class ModelFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Stable codes, recorded with the draft. */
    enum Reason {
        TIMEOUT(true),
        RATE_LIMITED(true),
        SERVER_ERROR(true),
        UNREACHABLE(true),
        /** The stream ended before the answer did. */
        BROKEN_OFF(true),
        /** The endpoint does not want the request: a wrong key, a model that it has not. */
        REFUSED(false),
        /** Not what the protocol says. */
        NOT_UNDERSTOOD(false),
        EMPTY(false),
        /** The answer met its limit of tokens; reasoning may have used them up. */
        TRUNCATED(false),
        /** An answer, but no message that may be shown, also after it was asked to repair it. */
        UNUSABLE(false),
        /** Each endpoint is resting or busy. */
        UNAVAILABLE(false);

        private final boolean passing;

        Reason(boolean passing) {
            this.passing = passing;
        }
    }

    private final Reason reason;

    @Nullable
    private final transient Duration retryAfter;

    ModelFailure(Reason reason, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    ModelFailure(Reason reason) {
        this(reason, null, null);
    }

    Reason reason() {
        return reason;
    }

    /** What the endpoint asked to wait; null if it said nothing. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may succeed a moment later. */
    boolean mayPassWithin(Duration longest) {
        return reason.passing && (retryAfter == null || retryAfter.compareTo(longest) <= 0);
    }
}
