package io.comfortcommit.messages.draft;

/** Where a draft stands in its life. */
public enum DraftStatus {
    CAPTURED,
    DRAFTED,
    APPROVED,
    PUSHED,
    PUSH_FAILED,
    DISCARDED,
    EXPIRED,
    SUPERSEDED;

    /** Whether the author can still decide: edit, approve or discard. */
    public boolean open() {
        return switch (this) {
            case CAPTURED, DRAFTED, PUSH_FAILED -> true;
            case APPROVED, PUSHED, DISCARDED, EXPIRED, SUPERSEDED -> false;
        };
    }

    /** Whether nothing can happen to the draft any more. */
    public boolean ended() {
        return switch (this) {
            case PUSHED, DISCARDED, EXPIRED, SUPERSEDED -> true;
            case CAPTURED, DRAFTED, APPROVED, PUSH_FAILED -> false;
        };
    }
}
