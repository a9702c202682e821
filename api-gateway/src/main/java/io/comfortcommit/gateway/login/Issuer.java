package io.comfortcommit.gateway.login;

import java.net.URI;

/** A provider, in its own way of speaking. Blocks. */
sealed interface Issuer permits OpenIdIssuer, GithubIssuer {
    /** Where the browser goes to say who it is. */
    URI authorization(Attempt attempt) throws LoginFailure;

    /** @param code that the provider gave the browser */
    Identity identity(Attempt attempt, String code) throws LoginFailure;
}
