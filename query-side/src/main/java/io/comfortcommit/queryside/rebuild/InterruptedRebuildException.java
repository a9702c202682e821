package io.comfortcommit.queryside.rebuild;

/** A rebuild was paused or cancelled, another process goes on with it, or this one stops. */
final class InterruptedRebuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
