package io.comfortcommit.queryside.rebuild;

/** A rebuild was paused or cancelled, or another process goes on with it. */
final class InterruptedRebuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
