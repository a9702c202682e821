package io.comfortcommit.messages.query;

import org.jspecify.annotations.Nullable;

/** What a subscription to the audit log begins with: {@link #NOTHING}. */
public record FoundAuditEntry(@Nullable AuditEntry entry) {
    public static final FoundAuditEntry NOTHING = new FoundAuditEntry(null);
}
