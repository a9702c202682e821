package io.comfortcommit.messages.notification;

/** @param url may let its reader in */
public record DraftLink(String url) {
    /** Without the link. */
    @Override
    public String toString() {
        return "DraftLink";
    }
}
