package io.comfortcommit.gateway.graphql;

import java.util.Locale;

/** A failure in mid-subscription, with what its handler can't find out: who listens, and under which trace. */
final class BrokenSubscription extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Throwable failure;
    private final Locale locale;
    private final String trace;

    BrokenSubscription(Throwable failure, Locale locale, String trace) {
        super(failure);
        this.failure = failure;
        this.locale = locale;
        this.trace = trace;
    }

    Throwable failure() {
        return failure;
    }

    Locale locale() {
        return locale;
    }

    String trace() {
        return trace;
    }
}
