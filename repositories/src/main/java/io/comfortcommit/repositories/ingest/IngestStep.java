package io.comfortcommit.repositories.ingest;

/** How far taking a capture in has come; a crash may follow any of them. */
public enum IngestStep {
    /** The bundle lies in quarantine. */
    STORED,
    /** Nothing is wrong with it. */
    CHECKED,
    /** Its pack is in the mirror. */
    ADOPTED,
    /** A ref holds the snapshot, and all of it is durable. */
    PINNED,
    /** The capture is at the end of its lane. */
    APPENDED
}
