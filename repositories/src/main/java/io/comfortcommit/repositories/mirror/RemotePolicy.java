package io.comfortcommit.repositories.mirror;

import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.net.IDN;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * What may be talked to. A remote is looked at twice: its text when it is tracked, and what the text leads to (links on
 * disk, addresses by DNS) each time before it is opened, because that may change in between.
 */
public final class RemotePolicy {
    private static final int LONGEST = 2048;
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:/");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+\\]");

    private final Path data;
    private final boolean fileRemotes;
    private final boolean privateAddresses;
    private final HostResolver resolver;

    /** @param data folder of the mirrors; no remote may lie in it */
    public RemotePolicy(Path data, boolean fileRemotes, boolean privateAddresses, HostResolver resolver) {
        this.data = data;
        this.fileRemotes = fileRemotes;
        this.privateAddresses = privateAddresses;
        this.resolver = resolver;
    }

    /**
     * The one spelling of a remote: two remotes with the same are the same.
     *
     * @throws RefusedException {@link Reason#REMOTE_NOT_ALLOWED}
     */
    String canonical(String remote) {
        String text = remote.strip();
        if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw refused("That is no remote. Give the URL that `git remote -v` shows.");
        }
        if (isLocal(text)) {
            return LocalRemote.realOrNormal(localPath(text)).toString();
        }
        Matcher scheme = SCHEME.matcher(text);
        URIish uri =
                parsed(scheme.find() ? scheme.group().toLowerCase(Locale.ROOT) + text.substring(scheme.end()) : text);
        return uri.getScheme() == null ? canonicalScp(uri) : canonicalUrl(uri);
    }

    /**
     * The remote as it may be opened now.
     *
     * @param canonical from {@link #canonical}
     * @throws RefusedException {@link Reason#REMOTE_NOT_ALLOWED}
     */
    URIish opened(String canonical) {
        if (isLocal(canonical)) {
            return new URIish()
                    .setPath(LocalRemote.outside(data, localPath(canonical)).toString());
        }
        URIish uri = parsed(canonical);
        checkAddresses(uri.getHost());
        return uri;
    }

    /**
     * Asked for each host that is about to be connected to, also after a redirect. The JVM keeps a resolved name for
     * longer than it takes to connect, so that the connection goes to the addresses that were looked at.
     */
    void checkAddresses(@Nullable String host) {
        if (privateAddresses) {
            return;
        }
        if (host == null) {
            throw refused("The remote's URL names no host.");
        }
        InetAddress[] addresses;
        try {
            addresses = resolver.resolve(host);
        } catch (UnknownHostException unknown) {
            return; // may be an alias of the operator's ssh configuration; otherwise connecting says it
        }
        for (InetAddress address : addresses) {
            if (!PublicAddress.isPublic(address)) {
                throw refused("The remote's host lies on a private address. The operator can allow that with"
                        + " comfort.repositories.private-addresses.");
            }
        }
    }

    /** Asked for each URL that is about to be opened, also after a redirect. */
    void checkUrl(URL url) {
        if (!url.getProtocol().equals("https") && !privateAddresses) {
            throw refused("http would send the code in the clear; use https or ssh.");
        }
        checkAddresses(url.getHost());
    }

    /** As {@link #checkUrl}. */
    void checkUri(URI uri) {
        try {
            checkUrl(uri.toURL());
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw refused("The API's address is no URL.");
        }
    }

    /** What a canonical remote is made of; opens nothing. */
    URIish remote(String canonical) {
        return isAbsolutePath(canonical) ? new URIish().setPath(canonical) : parsed(canonical);
    }

    /** Whether the text names a folder of this machine. */
    static boolean isLocal(String text) {
        return text.startsWith("file:") || isAbsolutePath(text);
    }

    private static boolean isAbsolutePath(String text) {
        try {
            return Path.of(text).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Path localPath(String text) {
        if (!fileRemotes) {
            throw refused("A remote must be an https or ssh URL here. The operator can allow paths of the server's"
                    + " machine with comfort.repositories.file-remotes.");
        }
        try {
            String path = text.startsWith("file:") ? parsed(text).getPath() : text;
            if (path == null || !Path.of(path).isAbsolute()) {
                throw refused("A remote on this machine must be an absolute path.");
            }
            Path real = LocalRemote.outside(data, Path.of(path));
            if (Files.isRegularFile(real)) {
                throw refused("The remote is a file; give the folder of a repository.");
            }
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw refused("That is no path of this machine.");
        }
    }

    private static URIish parsed(String text) {
        try {
            return new URIish(text);
        } catch (URISyntaxException e) {
            // without the cause: it repeats the URL, and that may hold a secret
            throw refused("That is no remote. Give the URL that `git remote -v` shows.");
        }
    }

    private String canonicalScp(URIish uri) {
        if (uri.getHost() == null) {
            throw refused("A remote must be an https or ssh URL.");
        }
        refusePassword(uri);
        String path = path(uri);
        String user = uri.getUser() == null ? "" : uri.getUser() + "@";
        String canonical = user + host(uri) + ":" + path;
        checkAddresses(host(uri));
        return canonical;
    }

    private String canonicalUrl(URIish uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usualPort = switch (scheme) {
            case "https" -> 443;
            case "ssh" -> 22;
            case "http" -> {
                if (!privateAddresses) {
                    throw refused("http would send the code in the clear; use https or ssh.");
                }
                yield 80;
            }
            default -> throw refused("A remote must be an https or ssh URL.");
        };
        refusePassword(uri);
        boolean web = usualPort != 22;
        if (web && uri.getUser() != null) {
            throw refusedCredentials();
        }
        String path = path(uri);
        if (web && (path.indexOf('?') >= 0 || path.indexOf('#') >= 0)) {
            throw refused("A remote's URL has no query. Take it out: git remote set-url origin <URL>.");
        }
        String host = host(uri);
        checkAddresses(host);
        String user = uri.getUser() == null ? "" : uri.getUser() + "@";
        String port = uri.getPort() <= 0 || uri.getPort() == usualPort ? "" : ":" + uri.getPort();
        return scheme + "://" + user + host + port + (path.startsWith("/") ? path : "/" + path);
    }

    private static void refusePassword(URIish uri) {
        if (uri.getPass() != null) {
            throw refusedCredentials();
        }
    }

    private static RefusedException refusedCredentials() {
        return refused("The remote's URL holds credentials. Take them out (git remote set-url origin <URL>) and let a"
                + " credential helper or an ssh key hold them.");
    }

    private static String host(URIish uri) {
        String host = Objects.requireNonNullElse(uri.getHost(), "");
        String ascii;
        try {
            ascii = host.startsWith("[") ? host : IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw refused("The remote's host is no host name.");
        }
        ascii = ascii.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(ascii).matches()) {
            throw refused("The remote's host is no host name.");
        }
        return ascii;
    }

    private static String path(URIish uri) {
        String path = Objects.requireNonNullElse(uri.getRawPath(), "").replaceAll("/+$", "");
        // git refuses a leading dash too: the far side's shell would take it for an option; helper::x is no host
        if (path.isEmpty() || path.startsWith("-") || path.startsWith(":") || ("/" + path + "/").contains("/../")) {
            throw refused("The remote's URL names no repository.");
        }
        return path;
    }

    private static RefusedException refused(String message) {
        return new RefusedException(Reason.REMOTE_NOT_ALLOWED, message);
    }
}
