package io.comfortcommit.messages.query;

import java.util.List;

/** @param entries in order; empty for a draft that the caller can't see */
public record Timeline(List<TimelineEntry> entries) {}
