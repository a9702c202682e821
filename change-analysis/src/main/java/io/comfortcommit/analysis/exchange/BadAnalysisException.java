package io.comfortcommit.analysis.exchange;

/** What was sent is no analysis that can be worked with. The message is for people and repeats nothing of it but names of fields. */
public final class BadAnalysisException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Flaw {
        /** Not what the schema says, or of another version. */
        MALFORMED,
        /** More than a change may be. */
        TOO_LARGE,
        /** Paths that no repository has. */
        HOSTILE_PATH
    }

    private final Flaw flaw;

    BadAnalysisException(Flaw flaw, String message) {
        super(message);
        this.flaw = flaw;
    }

    BadAnalysisException(Flaw flaw, String message, Throwable cause) {
        super(message, cause);
        this.flaw = flaw;
    }

    public Flaw flaw() {
        return flaw;
    }
}
