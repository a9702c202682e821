package io.comfortcommit.messages.query;

import java.util.List;

/** @param hasNextPage whether older drafts follow */
public record DraftPage(List<DraftView> drafts, boolean hasNextPage) {}
