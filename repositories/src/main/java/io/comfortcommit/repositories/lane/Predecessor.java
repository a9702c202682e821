package io.comfortcommit.repositories.lane;

import io.comfortcommit.messages.draft.DraftId;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * An earlier capture of the same lane.
 *
 * @param settled whether it is known to have ended without a push
 * @param pushedAs the commit it landed as; null if it did not land, or not yet
 */
public record Predecessor(
        DraftId draftId,
        ObjectId snapshot,
        boolean settled,
        @Nullable ObjectId pushedAs) {}
