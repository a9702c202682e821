package io.comfortcommit.gateway.login;

import org.jspecify.annotations.Nullable;

/** Why somebody could not sign in. Its words hold nothing that a provider or a browser sent. */
final class LoginFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    LoginFailure(Why why) {
        this(why, null);
    }

    LoginFailure(Why why, @Nullable Throwable cause) {
        super(why.name(), cause);
        this.why = why;
    }

    Why why() {
        return why;
    }

    enum Why {
        /** The browser did not begin it here, or too long ago. */
        NOT_BEGUN_HERE,
        /** The provider, or the person there, said no. */
        PROVIDER_REFUSED,
        PROVIDER_UNREACHABLE,
        CODE_REFUSED,
        /** The identity that the provider gave does not prove itself. */
        IDENTITY_REFUSED,
        ADDRESS_NOT_VERIFIED,
        /** Nobody said that this person may. */
        NOT_ALLOWED
    }
}
