package io.comfortcommit.repositories.mirror;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Gives a name and a token to one host, and never again once it was turned away: hosts lock accounts out. */
final class OneCredential extends CredentialsProvider {
    private final URIish remote;
    private final String username;
    private final String token;
    private boolean turnedAway;

    OneCredential(URIish remote, String username, String token) {
        this.remote = remote;
        this.username = username;
        this.token = token;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            if (!(item instanceof CredentialItem.Username) && !(item instanceof CredentialItem.Password)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        if (turnedAway || !supports(items) || !CheckedConnections.isSamePlace(remote, uri)) {
            return false;
        }
        for (CredentialItem item : items) {
            switch (item) {
                case CredentialItem.Username name -> name.setValue(username);
                case CredentialItem.Password password -> password.setValue(token.toCharArray());
                default -> throw new IllegalStateException("asked for something else");
            }
        }
        return true;
    }

    @Override
    public void reset(URIish uri) {
        turnedAway = true;
    }
}
