package io.comfortcommit.queryside.visibility;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.query.DraftView;

/** Whose drafts are listed and announced: one's own. Who sees more of them by their ids is {@link RowSecurity}'s. */
public final class OwnDrafts {
    /** The named parameter of {@link #CONDITION}: the caller's UUID. */
    public static final String CALLER = "caller";

    /** For a WHERE clause over {@code query.draft} under the alias {@code d}. */
    public static final String CONDITION = "d.author = :" + CALLER;

    private OwnDrafts() {}

    /** The same rule for a draft at hand. */
    public static boolean shownTo(UserId caller, DraftView draft) {
        return draft.author().equals(caller);
    }
}
