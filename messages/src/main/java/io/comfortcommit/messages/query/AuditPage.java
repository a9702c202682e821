package io.comfortcommit.messages.query;

import java.util.List;

/** @param hasNextPage whether older entries follow */
public record AuditPage(List<AuditEntry> entries, boolean hasNextPage) {}
