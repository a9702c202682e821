package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.ChangeSet;

/** Writes the message of a commit. */
public interface MessageDrafter {
    /**
     * @param change what would be committed; may be empty
     * @return a message with a subject that isn't blank, without a secret of the change and without a reason that
     *     nobody gave
     */
    Draft draft(ChangeSet change, DraftingContext context);
}
