package io.comfortcommit.repositories.signing;

/** A commit can't be signed until somebody looks at the key. The message is fit for people and names no secret. */
public final class SigningException extends Exception {
    private static final long serialVersionUID = 1L;

    SigningException(String message, Throwable cause) {
        super(message, cause);
    }

    SigningException(String message) {
        super(message);
    }
}
