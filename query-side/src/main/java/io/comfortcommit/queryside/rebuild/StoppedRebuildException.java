package io.comfortcommit.queryside.rebuild;

/** An event could not be applied. The message names it, and nothing personal. */
final class StoppedRebuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedRebuildException(String message) {
        super(message);
    }
}
