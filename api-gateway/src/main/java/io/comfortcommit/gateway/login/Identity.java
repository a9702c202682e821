package io.comfortcommit.gateway.login;

/**
 * Who somebody is, as a provider proved it.
 *
 * @param subject never changes there, unlike the address
 * @param address e-mail, verified by the provider
 */
record Identity(String issuer, String subject, String address) {
    /** Without the address. */
    @Override
    public String toString() {
        return "Identity[" + issuer + "]";
    }
}
