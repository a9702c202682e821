package io.comfortcommit.repositories.mirror;

import org.eclipse.jgit.errors.TransportException;

/** A remote can't be talked to until somebody changes something here. The message is fit for people. */
public final class RemoteAccessException extends TransportException {
    private static final long serialVersionUID = 1L;

    public enum Trouble {
        /** Nobody said that the host is who it says it is. */
        NOT_TRUSTED,
        /** The settings name a credential that is not there or does not open. */
        NO_CREDENTIAL
    }

    private final Trouble trouble;

    RemoteAccessException(Trouble trouble, String message, Throwable cause) {
        super(message, cause);
        this.trouble = trouble;
    }

    public Trouble trouble() {
        return trouble;
    }
}
