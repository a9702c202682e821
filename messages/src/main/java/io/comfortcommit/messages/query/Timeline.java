package io.comfortcommit.messages.query;

import io.comfortcommit.messages.draft.DraftId;
import java.util.List;

/** @param entries in order; empty for a draft that the caller can't see */
public record Timeline(DraftId draftId, List<TimelineEntry> entries) {}
