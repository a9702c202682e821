package io.comfortcommit.repositories.publishing;

/** The remote could not be talked to. */
abstract sealed class RemoteException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String words;

    private RemoteException(String words, Throwable cause) {
        super(words, cause);
        this.words = words;
    }

    /** The message, fit for people. */
    String words() {
        return words;
    }

    /** No answer, or none in time: later there may be one. */
    static final class Unreachable extends RemoteException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Nobody said that the remote is who it says it is. */
    static final class NotTrusted extends RemoteException {
        private static final long serialVersionUID = 1L;

        NotTrusted(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** An answer, and it is no: the credentials do not allow it. */
    static final class Denied extends RemoteException {
        private static final long serialVersionUID = 1L;

        Denied(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
