package io.comfortcommit.gateway.login;

import java.net.URI;

/**
 * What one attempt to sign in is known by.
 *
 * @param state sent to the provider and back, so that nobody signs somebody else in
 * @param nonce stands in the provider's token, so that it is of this attempt
 * @param verifier proves that who exchanges the code is who asked for it (RFC 7636)
 * @param redirect where the provider sends the browser, the same both times
 * @param back path of ours where the person wanted to go
 */
record Attempt(String provider, String state, String nonce, String verifier, URI redirect, String back) {
    /** Without what it is known by. */
    @Override
    public String toString() {
        return "Attempt[" + provider + "]";
    }
}
