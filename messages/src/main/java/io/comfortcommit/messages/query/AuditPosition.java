package io.comfortcommit.messages.query;

import java.time.Instant;

/**
 * A place in the audit log, which goes by time and, within the same microsecond, by event. A place stays one whatever is
 * written meanwhile.
 */
public record AuditPosition(Instant at, String eventId) {}
