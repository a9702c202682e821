package io.comfortcommit.messages.draft;

/** Who makes the commit of a draft and pushes it. */
public enum PushedBy {
    SERVER,
    /** An agent on the author's machine; the server never has the objects of the change. */
    AGENT
}
