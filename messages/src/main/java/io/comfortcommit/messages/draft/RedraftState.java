package io.comfortcommit.messages.draft;

/** How it goes with the newest message that the author asked for. */
public enum RedraftState {
    /** A model is writing it. */
    WRITING,
    /** There is none: no model could write it, and the draft keeps its message. */
    FAILED
}
