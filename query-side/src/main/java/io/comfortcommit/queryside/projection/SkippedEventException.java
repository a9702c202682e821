package io.comfortcommit.queryside.projection;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;

/** An event came before its predecessor was applied. Thrown so that it is parked and retried, not passed over. */
public final class SkippedEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SkippedEventException(DraftId draft, long expected, long actual) {
        this("draft " + draft, expected, actual);
    }

    public SkippedEventException(RepositoryId repository, long expected, long actual) {
        this("repository " + repository, expected, actual);
    }

    private SkippedEventException(String stream, long expected, long actual) {
        super(stream + " waits for its event " + expected + " but got " + actual
                + "; rebuild the projection if that event never comes");
    }
}
