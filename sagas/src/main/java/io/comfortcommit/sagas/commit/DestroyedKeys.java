package io.comfortcommit.sagas.commit;

import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.sagas.activity.ErasedAuthors;

/** Knows who was erased from the keys that were destroyed; looks anew each time, as keys in memory may be older. */
final class DestroyedKeys implements ErasedAuthors {
    private final DraftEvents events;
    private final SubjectKeys keys;

    DestroyedKeys(DraftEvents events, SubjectKeys keys) {
        this.events = events;
        this.keys = keys;
    }

    @Override
    public boolean isAuthorErased(DraftId draft) {
        return events.captured(draft)
                .filter(captured -> keys.erased().stream()
                        .anyMatch(erased -> erased.person().equals(captured.author())))
                .isPresent();
    }
}
