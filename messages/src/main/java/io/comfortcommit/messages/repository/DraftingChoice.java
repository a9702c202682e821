package io.comfortcommit.messages.repository;

/**
 * How the messages of a repository are drafted.
 *
 * @param gitmoji whether they begin with the emoji of their type
 */
public record DraftingChoice(DraftingLanguage language, boolean gitmoji) {
    /** Of a repository whose owner chose nothing. */
    public static final DraftingChoice NONE = new DraftingChoice(DraftingLanguage.INSTALLATION, false);
}
