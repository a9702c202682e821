package io.comfortcommit.repositories;

import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.transport.URIish;

/**
 * Which repository a URL means, whichever way it takes to it: {@code git@example.org:team/app.git} and
 * {@code https://example.org/team/app} are one. Ports don't count, since ssh and https have different ones.
 */
public record RemoteIdentity(String host, String path) {

    /** Empty if it is no URL of a repository, nor a path. */
    public static Optional<RemoteIdentity> of(String remote) {
        try {
            URIish uri = new URIish(remote.strip());
            String path = uri.getPath() == null ? "" : uri.getPath();
            path = path.replaceAll("^/+|/+$", "").replaceAll("\\.git$", "");
            String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
            return host.isEmpty() && path.isEmpty() ? Optional.empty() : Optional.of(new RemoteIdentity(host, path));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether it is the other, or lies below it: in a folder of the host, or anywhere on it. */
    public boolean isUnder(RemoteIdentity other) {
        return host.equals(other.host)
                && (other.path.isEmpty() || path.equals(other.path) || path.startsWith(other.path + "/"));
    }
}
