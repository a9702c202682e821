package io.comfortcommit.messages.query;

import io.comfortcommit.messages.draft.DraftOrigin;
import java.util.List;

/** @param candidates best first, none twice; empty for a draft that is decided or that the caller can't see */
public record Candidates(List<Candidate> candidates) {
    public static final Candidates NONE = new Candidates(List.of());

    /** A message that the author may take in place of the draft's. */
    public record Candidate(String message, DraftOrigin origin) {}
}
