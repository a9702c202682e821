package io.comfortcommit.messages.repository;

/** What the messages of a repository are drafted in. */
public enum DraftingLanguage {
    /** In the one that the server is set to. */
    INSTALLATION,
    EN,
    KO
}
