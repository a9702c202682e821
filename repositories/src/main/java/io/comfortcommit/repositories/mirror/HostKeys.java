package io.comfortcommit.repositories.mirror;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of hosts that somebody has compared, in a file as OpenSSH has it (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). Any
 * other key is refused: nobody sits here who could be asked. For one connection.
 */
final class HostKeys implements ServerKeyDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);
    private static final int USUAL_PORT = 22;

    private final Path file;
    private volatile @Nullable String refusal;

    HostKeys(Path file) {
        this.file = file;
    }

    /** Why the last key was refused, and what to do about it; null if it was not. */
    @Nullable
    String refusal() {
        return refusal;
    }

    @Override
    public List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
        List<PublicKey> keys = new ArrayList<>();
        for (Known known : known(Place.of(connectAddress))) {
            if (!known.revoked()) {
                keys.add(known.key());
            }
        }
        return keys;
    }

    @Override
    public boolean accept(
            String connectAddress,
            InetSocketAddress remote,
            PublicKey key,
            Configuration config,
            @Nullable CredentialsProvider nobody) {
        Place place = Place.of(connectAddress);
        List<Known> known = known(place);
        String shown = KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
        if (known.stream().anyMatch(entry -> entry.revoked() && KeyUtils.compareKeys(entry.key(), key))) {
            refusal = "The host key of " + place.host() + " is revoked in the server's known_hosts: " + shown
                    + ". Ask whoever runs that host.";
        } else if (known.stream().anyMatch(entry -> KeyUtils.compareKeys(entry.key(), key))) {
            refusal = null;
        } else if (known.stream().allMatch(Known::revoked)) {
            refusal = "The host key of " + place.host() + " is not known to the server: " + shown
                    + ". Compare it with what the host publishes, then add it to the server's known_hosts: "
                    + place.scan();
        } else {
            refusal = "The host key of " + place.host() + " is another one than before: " + shown
                    + ". Somebody may be in between. If the host announced it, replace its lines in the server's"
                    + " known_hosts: " + place.scan();
        }
        return refusal == null;
    }

    private record Known(PublicKey key, boolean revoked) {}

    private List<Known> known(Place place) {
        List<Known> found = new ArrayList<>();
        if (Files.notExists(file)) {
            return found;
        }
        try {
            for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(file)) {
                // Certificates of hosts (@cert-authority) are not looked at: the key itself must be known.
                boolean revoked = "revoked".equals(entry.getMarker());
                if ((entry.getMarker() == null || entry.getMarker().isEmpty() || revoked)
                        && entry.isHostMatch(place.host(), place.port())) {
                    PublicKey key = key(entry);
                    if (key != null) {
                        found.add(new Known(key, revoked));
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the known_hosts of this server can't be read", e);
        }
        return found;
    }

    private static @Nullable PublicKey key(KnownHostEntry entry) throws IOException {
        try {
            return entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private record Place(String host, int port) {
        /** {@code host}, {@code host:port} or {@code [host]:port}. */
        static Place of(String address) {
            int colon = address.lastIndexOf(':');
            boolean hasPort = colon > 0 && (address.startsWith("[") ? address.charAt(colon - 1) == ']' : true);
            String host = hasPort ? address.substring(0, colon) : address;
            int port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : USUAL_PORT;
            return new Place(host.replaceAll("[\\[\\]]", ""), port);
        }

        String scan() {
            return "ssh-keyscan " + (port == USUAL_PORT ? "" : "-p " + port + " ") + host;
        }
    }
}
