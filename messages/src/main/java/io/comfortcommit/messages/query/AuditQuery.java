package io.comfortcommit.messages.query;

import io.comfortcommit.messages.UserId;
import org.jspecify.annotations.Nullable;

/** What can be asked of the audit log. Each query carries its caller, and whether they see only what is theirs. */
public sealed interface AuditQuery {
    UserId caller();

    Scope scope();

    AuditFilter filter();

    /** Whose data is looked at. */
    enum Scope {
        OWN,
        /** For auditors; whoever asks has seen to it that the caller is one. */
        EVERYBODYS
    }

    /**
     * Newest first. Answered with an {@link AuditPage}.
     *
     * @param first the size of the page, 1 to {@value #LARGEST_PAGE}
     * @param after the last entry of the page before, null for the first page
     */
    record FindAuditEntries(
            UserId caller,
            Scope scope,
            AuditFilter filter,
            int first,
            @Nullable AuditPosition after) implements AuditQuery {
        public static final int LARGEST_PAGE = 1000;
    }

    /** A subscription query: initially {@link FoundAuditEntry#NOTHING}, then an {@link AuditEntry} for each new one. */
    record WatchAudit(UserId caller, Scope scope, AuditFilter filter) implements AuditQuery {}
}
