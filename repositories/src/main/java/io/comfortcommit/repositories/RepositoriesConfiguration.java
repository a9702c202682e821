package io.comfortcommit.repositories;

import com.github.f4b6a3.uuid.UuidCreator;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.repositories.agent.AgentDrafts;
import io.comfortcommit.repositories.inbox.StoredDeliveries;
import io.comfortcommit.repositories.ingest.AnalysisIngest;
import io.comfortcommit.repositories.ingest.BundleIngest;
import io.comfortcommit.repositories.ingest.DraftChanges;
import io.comfortcommit.repositories.ingest.IngestStep;
import io.comfortcommit.repositories.ingest.PushedWork;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.repositories.mirror.DurableFiles;
import io.comfortcommit.repositories.mirror.MirrorFolders;
import io.comfortcommit.repositories.mirror.Mirrors;
import io.comfortcommit.repositories.mirror.RemoteAccess;
import io.comfortcommit.repositories.mirror.RemotePolicy;
import io.comfortcommit.repositories.mirror.TrackedRemotes;
import io.comfortcommit.repositories.publishing.Patience;
import io.comfortcommit.repositories.publishing.PublishStep;
import io.comfortcommit.repositories.publishing.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS.FileStoreAttributes;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The repositories as a bean. Needs a {@link DataSource} with the schema {@code repositories}, its transaction manager
 * and a {@link Clock}. Takes observers of its steps where there are any, as beans {@code ingestObserver} and
 * {@code publishObserver}, and an {@link AgentMode.Seal}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RepositoriesSettings.class)
public class RepositoriesConfiguration {
    private static final Duration SEARCH = Duration.ofSeconds(30);

    @Bean
    GitRepositories repositories(
            RepositoriesSettings settings,
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Clock clock,
            ObjectProvider<IngestObserver> ingestObserver,
            ObjectProvider<PublishObserver> publishObserver,
            ObjectProvider<AgentMode.Seal> seal) {
        return assemble(
                settings,
                dataSource,
                transactions,
                clock,
                UuidCreator::getTimeOrderedEpoch,
                ingestObserver.getIfAvailable(() -> step -> {}),
                publishObserver.getIfAvailable(() -> step -> {}),
                seal.getIfAvailable(AgentMode.Seal::none));
    }

    @Bean
    Deliveries deliveries(DataSource dataSource, PlatformTransactionManager transactions, Clock clock) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        return new StoredDeliveries(
                jdbc, clock, new ErasedPeople(jdbc, transactions, "repositories"), BundleIngest::atFirstSight);
    }

    /** Told of each {@link IngestStep} on the thread that takes it; what it throws ends the ingest there. */
    @FunctionalInterface
    public interface IngestObserver extends Consumer<IngestStep> {}

    /** Told of each {@link PublishStep} on the thread that takes it; what it throws ends the publish there. */
    @FunctionalInterface
    public interface PublishObserver extends Consumer<PublishStep> {}

    static GitRepositories assemble(
            RepositoriesSettings settings,
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Clock clock,
            Supplier<UUID> ids,
            Consumer<IngestStep> ingestObserver,
            Consumer<PublishStep> publishObserver,
            AgentMode.Seal seal) {
        // JGit measures the clock of a file system the first time it sees it; nobody should wait for that.
        FileStoreAttributes.setBackground(true);
        WindowCacheConfig memory = new WindowCacheConfig();
        // Read again where memory was short: otherwise each pack of each repository keeps its index for an hour.
        memory.setPackedIndexGitUseStrongRefs(false);
        memory.install();
        Path data = real(settings.data());
        JdbcClient jdbc = JdbcClient.create(dataSource);
        ErasedPeople erased = new ErasedPeople(jdbc, transactions, "repositories");
        RemotePolicy policy =
                new RemotePolicy(data, settings.fileRemotes(), settings.privateAddresses(), InetAddress::getAllByName);
        MirrorFolders folders = new MirrorFolders(data);
        Mirrors mirrors = new Mirrors(
                new TrackedRemotes(jdbc, ids, clock, erased),
                folders,
                new RemoteAccess(policy, settings.remotes(), settings.hostKeys()),
                settings.fetch().silence(),
                settings.fetch().total());
        Captures captures = new Captures(jdbc, erased, clock);
        DraftChanges changes = new DraftChanges(new ChangeReader());
        BundleIngest ingest = new BundleIngest(
                mirrors, folders, captures, changes, settings.limits().forIngest(), ingestObserver);
        Patience patience = Patience.of(settings.fetch().total());
        Publisher publisher = new Publisher(dataSource, mirrors, captures, changes, clock, patience, publishObserver);
        AgentDrafts agents = new AgentDrafts(jdbc, seal, clock);
        AnalysisIngest analyses = new AnalysisIngest(
                captures, agents, (int) settings.limits().analysis().toBytes());
        PushedWork pushed = new PushedWork(mirrors, folders, captures, ingest);
        return new GitRepositories(
                mirrors, captures, erased, ingest, changes, publisher, agents, analyses, pushed, SEARCH);
    }

    private static Path real(Path folder) {
        try {
            DurableFiles.createFolders(folder.toAbsolutePath().normalize());
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("comfort.repositories.data is no folder that can be written", e);
        }
    }
}
