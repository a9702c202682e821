package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.f4b6a3.uuid.UuidCreator;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.ingest.IngestStep;
import io.comfortcommit.repositories.terms.RemoteTerms;
import io.comfortcommit.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.util.unit.DataSize;

/** The repositories on a folder and a database of their own, with a remote on disk and desks around it. */
final class House {
    static final Instant CAPTURED_AT = Instant.parse("2026-11-01T10:15:30.123456Z");
    static final RepositoriesSettings.Limits LIMITS = new RepositoriesSettings.Limits(
            DataSize.ofMegabytes(16),
            10_000,
            DataSize.ofMegabytes(8),
            DataSize.ofMegabytes(64),
            50,
            DataSize.ofMegabytes(32),
            10_000,
            Duration.ofMinutes(1),
            DataSize.ofMegabytes(1));

    private static final RepositoriesSettings.Fetch FETCH =
            new RepositoriesSettings.Fetch(Duration.ofSeconds(20), Duration.ofSeconds(60));

    final Path folder;
    final Path data;
    final TestDatabase database;
    final JdbcClient jdbc;
    final UserId owner = new UserId(UUID.randomUUID());
    Repositories repositories;
    AgentMode agents;
    private List<RemoteTerms> terms = List.of();

    House(Path folder, TestDatabase database) {
        this.folder = folder;
        // What JGit measures on a machine once, with files beside those of the first repository: not while a test
        // removes them.
        FS.getFileStoreAttributes(folder);
        this.data = folder.resolve("data");
        this.database = database;
        this.jdbc = JdbcClient.create(database.dataSource());
        GitRepositories all = assembled(LIMITS, FETCH, step -> {});
        this.repositories = all;
        this.agents = all;
    }

    /** Has remotes' own terms hold. */
    void agree(RemoteTerms... all) {
        terms = List.of(all);
        start(LIMITS, step -> {});
    }

    /** Letters turned round, so that nothing is found as it was written. */
    static class PlainSeal implements AgentMode.Seal {
        @Override
        public String seal(UserId subject, byte[] plain) {
            return new StringBuilder(Base64.getEncoder().encodeToString(plain)).reverse() + ":" + subject;
        }

        @Override
        public Optional<byte[]> open(String sealed) {
            String text = sealed.substring(0, sealed.indexOf(':'));
            return Optional.of(
                    Base64.getDecoder().decode(new StringBuilder(text).reverse().toString()));
        }
    }

    /** As after a restart of the process. */
    Repositories start(RepositoriesSettings.Limits limits, Consumer<IngestStep> observer) {
        return start(limits, FETCH, observer);
    }

    Repositories start(RepositoriesSettings.Limits limits, RepositoriesSettings.Fetch fetch) {
        return start(limits, fetch, step -> {});
    }

    private Repositories start(
            RepositoriesSettings.Limits limits, RepositoriesSettings.Fetch fetch, Consumer<IngestStep> observer) {
        GitRepositories all = assembled(limits, fetch, observer);
        repositories = all;
        agents = all;
        return all;
    }

    private GitRepositories assembled(
            RepositoriesSettings.Limits limits, RepositoriesSettings.Fetch fetch, Consumer<IngestStep> observer) {
        return RepositoriesConfiguration.assemble(
                new RepositoriesSettings(data, true, true, fetch, limits, folder.resolve("known_hosts"), terms),
                database.dataSource(),
                new DataSourceTransactionManager(database.dataSource()),
                Clock.systemUTC(),
                UuidCreator::getTimeOrderedEpoch,
                observer,
                step -> {},
                new PlainSeal());
    }

    /** An empty bare repository. */
    Git bare(String name) {
        Git git = new Git(folder(name));
        git.run("init", "--quiet", "--bare", "--initial-branch=main");
        return git;
    }

    /** A work tree with nothing in it, not even a commit. */
    Git empty(String name) {
        Git git = new Git(folder(name));
        git.run("init", "--quiet", "--initial-branch=main");
        return git;
    }

    /** A remote with two commits, and a desk that has them. */
    Git desk(String name) {
        Git remote = bare(name + ".git");
        Git desk = empty(name);
        desk.run("remote", "add", "origin", remote.folder().toString());
        desk.write("README.md", "hello\n").write("src/Main.java", "class Main {}\n");
        desk.commit("feat: begin");
        desk.write("src/Other.java", "class Other {}\n").commit("feat: go on");
        desk.run("push", "--quiet", "origin", "main");
        return desk;
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    RepositoryId track(Git desk) {
        return repositories.track(owner, desk.run("remote", "get-url", "origin"), "main");
    }

    CaptureOrder order(RepositoryId repository, String snapshot, @Nullable String base) {
        return order(repository, new LaneId(UUID.randomUUID()), snapshot, base);
    }

    CaptureOrder order(RepositoryId repository, LaneId lane, String snapshot, @Nullable String base) {
        return new CaptureOrder(
                new CaptureId(UUID.randomUUID()),
                repository,
                owner,
                lane,
                snapshot,
                base,
                "main",
                CaptureMode.WORK_TREE,
                new GitAuthor("Author", "author@example.org"),
                CAPTURED_AT,
                "test");
    }

    IngestedCapture ingest(CaptureOrder order, byte[] bundle) {
        return repositories.ingest(order, new ByteArrayInputStream(bundle));
    }

    /** Negotiates, and sends all that is not on the remote. */
    IngestedCapture capture(RepositoryId repository, LaneId lane, Git desk) {
        String pushed = desk.run("rev-parse", "refs/remotes/origin/main");
        repositories.have(owner, repository, List.of(desk.head(), pushed));
        String snapshot = desk.snapshot();
        return ingest(order(repository, lane, snapshot, desk.head()), desk.bundle(snapshot, pushed));
    }

    /** Refused for this reason, and nothing is left of it. */
    RefusedException refused(RefusedException.Reason reason, CaptureOrder order, byte[] bundle) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> ingest(order, bundle));
        assertThat(refused).isNotNull();
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.getMessage()).doesNotContain(folder.toString());
        assertNothingStored();
        return refused;
    }

    void assertNothingStored() {
        assertThat(jdbc.sql("SELECT count(*) FROM repositories.capture WHERE caller_id = ?")
                        .param(owner.value())
                        .query(Integer.class)
                        .single())
                .isZero();
        for (Git mirror : mirrors()) {
            assertThat(mirror.run("for-each-ref", "refs/comfort")).isEmpty();
        }
        assertClean();
    }

    /** Quarantine is empty, and git finds every mirror sound. */
    void assertClean() {
        assertThat(data.resolve("quarantine")).isEmptyDirectory();
        for (Git mirror : mirrors()) {
            mirror.run("fsck", "--strict", "--no-dangling");
        }
    }

    Git mirror(RepositoryId repository) {
        return new Git(data.resolve("mirrors").resolve(owner.toString()).resolve(repository.toString()));
    }

    private List<Git> mirrors() {
        try (Stream<Path> found = Files.walk(data.resolve("mirrors"), 2)) {
            return found.filter(path -> Files.exists(path.resolve("HEAD")))
                    .map(Git::new)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
