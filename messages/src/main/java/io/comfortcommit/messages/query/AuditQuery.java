package io.comfortcommit.messages.query;

import io.comfortcommit.messages.UserId;
import org.jspecify.annotations.Nullable;

/** What can be asked of the audit log. Each query carries its caller, who sees only what is theirs. */
public sealed interface AuditQuery {
    UserId caller();

    AuditFilter filter();

    /**
     * Newest first. Answered with an {@link AuditPage}.
     *
     * @param first the size of the page, 1 to {@value #LARGEST_PAGE}
     * @param after the last entry of the page before, null for the first page
     */
    record FindAuditEntries(
            UserId caller,
            AuditFilter filter,
            int first,
            @Nullable AuditPosition after) implements AuditQuery {
        public static final int LARGEST_PAGE = 1000;
    }

    /** A subscription query: initially {@link FoundAuditEntry#NOTHING}, then an {@link AuditEntry} for each new one. */
    record WatchAudit(UserId caller, AuditFilter filter) implements AuditQuery {}
}
