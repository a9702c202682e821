package io.comfortcommit.messages.notification;

/** Why a button in Slack did not approve. */
public enum SlackAnswer {
    /** The draft is another one than the message showed. */
    CHANGED,
    /** Something in it looks like a secret. */
    SECRETS,
    /** The repository's commitlint rules do not allow its message. */
    RULES,
    /** It is approved already, or over. */
    DECIDED,
    /** Whoever pressed it may approve no longer. */
    FORBIDDEN,
    FAILED
}
