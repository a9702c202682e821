package io.comfortcommit.sagas.activity;

import io.comfortcommit.messages.draft.DraftId;

/** Knows whose personal data can neither be read nor stored any more. */
@FunctionalInterface
public interface ErasedAuthors {
    /** Whether the author of a draft was erased; not of a draft that is unknown. */
    boolean isAuthorErased(DraftId draft);
}
