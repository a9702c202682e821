package io.comfortcommit.repositories.terms;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for a remote.
 *
 * @param url of the remote, or what all remotes that are meant begin with: a host, or a folder on it
 * @param credential null where none is sent over https, and where the server's own user has the keys for ssh
 * @param certificates PEM file of those that vouch for the host, in place of the JVM's own; null for these
 * @param signing null where commits are not signed
 * @param signOff whether a commit ends with {@code Signed-off-by} of its author
 * @param trailers further last lines, {@code Name: value}
 * @param push who makes and pushes the commits
 * @param host whose pull requests are opened for side branches; null for what the remote itself tells
 */
public record RemoteTerms(
        String url,
        @Nullable Credential credential,
        @Nullable Path certificates,
        @Nullable Signing signing,
        @DefaultValue("false") boolean signOff,
        @DefaultValue List<String> trailers,
        @DefaultValue("server") Push push,
        @Nullable Host host) {
    private static final Pattern TRAILER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*: \\S[^\\p{Cntrl}]*");

    /** Of remotes of which nothing is set. */
    public static final RemoteTerms NONE = new RemoteTerms("-", null, null, null, false, List.of(), Push.SERVER, null);

    /** Who makes commits and pushes them. */
    public enum Push {
        SERVER,
        /** The author's machine; the objects of a change never come to the server. */
        AGENT
    }

    public RemoteTerms {
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("comfort.repositories.remotes: each entry needs the url that it is for");
        }
        url = url.strip().replaceAll("/+$", "");
        trailers = List.copyOf(trailers);
        if (push == Push.AGENT && (credential != null || signing != null)) {
            throw new IllegalArgumentException(
                    "comfort.repositories.remotes: with push: agent the author's own git pushes and signs; take credential"
                            + " and signing out");
        }
        for (String trailer : trailers) {
            if (!TRAILER.matcher(trailer).matches()) {
                throw new IllegalArgumentException(
                        "comfort.repositories.remotes: a trailer is written as Name: value, in one line");
            }
        }
    }

    /** @param remote canonical */
    private boolean isFor(String remote) {
        return remote.equals(url)
                || remote.equals(url + ".git")
                || remote.startsWith(url.endsWith(":") ? url : url + "/")
                || remote.startsWith(url + ":") && !url.contains(":");
    }

    /** The entry that says most about a remote: the one with the longest URL. */
    public static RemoteTerms of(List<RemoteTerms> all, String remote) {
        RemoteTerms best = NONE;
        for (RemoteTerms terms : all) {
            if (terms.isFor(remote)
                    && (best == NONE || terms.url().length() > best.url().length())) {
                best = terms;
            }
        }
        return best;
    }
}
