package io.comfortcommit.messages.draft;

/** Who wrote a draft's message. */
public enum DraftOrigin {
    REUSE,
    LLM,
    STRUCTURAL
}
