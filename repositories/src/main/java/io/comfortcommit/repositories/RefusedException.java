package io.comfortcommit.repositories;

/** What was asked is refused; nothing was stored. The message is for people and names neither paths nor secrets. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Stable codes, for machines and translations. */
    public enum Reason {
        UNKNOWN_REPOSITORY,
        UNKNOWN_DRAFT,
        REMOTE_NOT_ALLOWED,
        REMOTE_UNREACHABLE,
        /** The capture id was used for another snapshot. */
        CAPTURE_ID_REUSED,
        /** Not a bundle, or damaged. */
        CORRUPT_BUNDLE,
        /** The bundle holds another ref than the one expected. */
        WRONG_REF,
        /** A prerequisite that this mirror does not have, or objects that are missing. */
        MISSING_OBJECTS,
        /** Over one of the limits on size, count, depth or time. */
        TOO_LARGE,
        /** Paths, modes or objects that git itself would refuse. */
        HOSTILE_CONTENT,
        /** What the order says does not fit what the bundle holds. */
        MISMATCH,
        /** The author is none of those that the sender may speak for. */
        AUTHOR_NOT_ALLOWED,
        /** Nothing is kept of this person any more. */
        PERSON_ERASED,
        /** Nothing differs from the base. */
        NO_CHANGE,
        /** The repository's code must not come here; an analysis is taken. */
        AGENT_ONLY,
        /** Not an analysis, or one of another version. */
        BAD_ANALYSIS,
        /** Another agent has the draft. */
        CLAIMED,
        /** The draft waits for no agent, or not for this one. */
        NOT_CLAIMED
    }

    private final Reason reason;

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@link Reason#PERSON_ERASED}. */
    public static RefusedException personErased() {
        return new RefusedException(Reason.PERSON_ERASED, "This person was erased; nothing more is kept of them.");
    }

    public Reason reason() {
        return reason;
    }
}
