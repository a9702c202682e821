package io.comfortcommit.queryside.rebuild;

/** An event could not be applied, or something else keeps a rebuild from going on. The message names it, and nothing personal. */
public final class StoppedRebuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoppedRebuildException(String message) {
        super(message);
    }
}
