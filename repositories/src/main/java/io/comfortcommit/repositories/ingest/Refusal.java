package io.comfortcommit.repositories.ingest;

import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;

/** The words in which a bundle is refused: what is wrong, and what to do. */
final class Refusal {
    private Refusal() {}

    static RefusedException corrupt(String what) {
        return new RefusedException(Reason.CORRUPT_BUNDLE, "The bundle is damaged: " + what + ". Capture again.");
    }

    static RefusedException corrupt(String what, Throwable cause) {
        return new RefusedException(
                Reason.CORRUPT_BUNDLE, "The bundle is damaged: " + what + ". Capture again.", cause);
    }

    static RefusedException wrongRef() {
        return new RefusedException(
                Reason.WRONG_REF,
                "The bundle must hold exactly one ref, refs/comfort/capture, and it must be the snapshot.");
    }

    static RefusedException missing(String what) {
        return new RefusedException(
                Reason.MISSING_OBJECTS, what + " Negotiate again and send a bundle without that prerequisite.");
    }

    static RefusedException tooLarge(String what) {
        return new RefusedException(
                Reason.TOO_LARGE,
                what + " Leave large or generated files out with .gitignore, or ask the operator for a higher limit.");
    }

    static RefusedException hostile(String what) {
        return new RefusedException(Reason.HOSTILE_CONTENT, what);
    }

    static RefusedException mismatch(String what) {
        return new RefusedException(Reason.MISMATCH, what);
    }

    static RefusedException noChange() {
        return new RefusedException(Reason.NO_CHANGE, "Nothing differs from the base; there is nothing to commit.");
    }

    static RefusedException captureIdReused() {
        return new RefusedException(
                Reason.CAPTURE_ID_REUSED,
                "This capture id was used for another snapshot; capture again with a new one.");
    }
}
