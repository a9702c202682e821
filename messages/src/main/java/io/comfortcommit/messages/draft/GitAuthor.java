package io.comfortcommit.messages.draft;

/** The author line of the commit to be, as git on the author's desk would write it. */
public record GitAuthor(String name, String email) {}
