package io.comfortcommit.repositories;

import io.comfortcommit.repositories.ingest.IngestLimits;
import io.comfortcommit.repositories.terms.RemoteTerms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the repositories are kept.
 *
 * @param data folder of the mirrors and the quarantine, on one file system; belongs to this process alone
 * @param fileRemotes whether a remote may be a path of this machine; only where its user is the only tenant
 * @param privateAddresses whether a remote may lie on a loopback, link-local or private address, and speak http
 * @param knownHosts file of the ssh hosts' keys; by default that of the server's own user
 * @param remotes what holds for single remotes
 */
@ConfigurationProperties("comfort.repositories")
public record RepositoriesSettings(
        Path data,
        @DefaultValue("false") boolean fileRemotes,
        @DefaultValue("false") boolean privateAddresses,
        @DefaultValue Fetch fetch,
        @DefaultValue Limits limits,
        @Nullable Path knownHosts,
        @DefaultValue List<RemoteTerms> remotes) {

    public RepositoriesSettings {
        if (data == null) {
            throw new IllegalArgumentException("comfort.repositories.data must name the folder of the mirrors");
        }
    }

    Path hostKeys() {
        return knownHosts != null ? knownHosts : Path.of(System.getProperty("user.home"), ".ssh", "known_hosts");
    }

    /**
     * How long a remote may take.
     *
     * @param silence between two bytes; whole seconds
     * @param total for one fetch, or one push
     */
    public record Fetch(
            @DefaultValue("20s") Duration silence,
            @DefaultValue("10m") Duration total) {
        public Fetch {
            if (silence.toSeconds() < 1 || total.compareTo(silence) < 0) {
                throw new IllegalArgumentException(
                        "comfort.repositories.fetch: silence is at least a second, and total not less than silence");
            }
        }
    }

    /**
     * What a bundle may be at the most.
     *
     * @param bundle size as sent
     * @param objects count
     * @param object size of one object, inflated
     * @param inflated size of all objects, inflated
     * @param deltaDepth deltas upon deltas; git itself makes 50, and 4095 at the very most
     * @param deltaMemory memory that resolving deltas may need, over all bundles taken in at the same time
     * @param files paths that may differ between base and snapshot
     * @param time for checking, once it has arrived
     * @param analysis size of what is sent in place of a bundle, in agent mode
     */
    public record Limits(
            @DefaultValue("512MB") DataSize bundle,
            @DefaultValue("500000") int objects,
            @DefaultValue("100MB") DataSize object,
            @DefaultValue("4GB") DataSize inflated,
            @DefaultValue("512") int deltaDepth,
            @DefaultValue("128MB") DataSize deltaMemory,
            @DefaultValue("200000") int files,
            @DefaultValue("2m") Duration time,
            @DefaultValue("32MB") DataSize analysis) {
        public Limits {
            if (bundle.toBytes() < 1
                    || objects < 1
                    || object.toBytes() < 1
                    || inflated.toBytes() < 1
                    || deltaDepth < 1
                    || deltaMemory.toMegabytes() < 1
                    || files < 1
                    || analysis.toBytes() < 1
                    || analysis.toGigabytes() > 0
                    || time.isNegative()) {
                throw new IllegalArgumentException(
                        "comfort.repositories.limits: every limit must be positive, and analysis less than 1GB");
            }
        }

        IngestLimits forIngest() {
            return new IngestLimits(
                    bundle.toBytes(),
                    objects,
                    object.toBytes(),
                    inflated.toBytes(),
                    deltaDepth,
                    deltaMemory.toBytes(),
                    files,
                    time);
        }
    }
}
