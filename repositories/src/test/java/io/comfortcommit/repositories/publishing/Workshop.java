package io.comfortcommit.repositories.publishing;

import com.github.f4b6a3.uuid.UuidCreator;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.ingest.DraftChanges;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.mirror.MirrorFolders;
import io.comfortcommit.repositories.mirror.Mirrors;
import io.comfortcommit.repositories.mirror.RemoteAccess;
import io.comfortcommit.repositories.mirror.RemotePolicy;
import io.comfortcommit.repositories.mirror.TrackedRemotes;
import io.comfortcommit.repositories.terms.RemoteTerms;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** A bare remote on disk, the desks of people who work on it, and a publisher with its mirror. */
final class Workshop {
    static final GitAuthor AUTHOR = new GitAuthor("김 편안", "author@example.org");
    static final Instant CAPTURED_AT = Instant.parse("2026-11-02T17:59:58Z");
    static final Instant APPROVED_AT = Instant.parse("2026-11-02T18:03:07Z");

    final Path folder;
    final Git remote;
    final TestDatabase database;
    final JdbcClient jdbc;
    final Mirrors mirrors;
    final Captures captures;
    final ErasedPeople erased;
    final UserId owner;
    final RepositoryId repository;
    private final List<RemoteTerms> terms;
    Patience patience = Patience.DEFAULT;
    Consumer<PublishStep> observer = step -> {};

    Workshop(Path folder, TestDatabase database) throws IOException {
        this(folder, database, null);
    }

    /** @param url of the remote if it is not the one on disk */
    Workshop(Path folder, TestDatabase database, @Nullable String url) throws IOException {
        this(folder, database, url, List.of(), null);
    }

    /** @param owner of the mirror; null for a new one */
    Workshop(Path folder, TestDatabase database, @Nullable String url, List<RemoteTerms> terms, @Nullable UserId owner)
            throws IOException {
        this.owner = owner != null ? owner : new UserId(UUID.randomUUID());
        this.folder = folder;
        // What JGit measures on a machine once, with files beside those of the first repository: not while a test
        // removes them.
        FS.getFileStoreAttributes(folder);
        this.database = database;
        this.jdbc = JdbcClient.create(database.dataSource());
        Path bare = Files.createDirectories(folder.resolve("remote.git"));
        this.remote = new Git(bare);
        if (Files.notExists(bare.resolve("HEAD"))) {
            remote.run("init", "--quiet", "--bare", "--template=", "--initial-branch=main");
        }
        this.terms = terms;
        this.erased = new ErasedPeople(jdbc, new DataSourceTransactionManager(database.dataSource()), "repositories");
        this.mirrors = mirrors(Duration.ofSeconds(20), Duration.ofSeconds(20));
        this.captures = new Captures(jdbc, erased, Clock.systemUTC());
        this.repository = mirrors.track(this.owner, url != null ? url : bare.toString(), "main");
    }

    /**
     * The mirrors, as after a restart with other limits.
     *
     * @param silence of the remote, between two bytes
     * @param total of the remote, for everything
     */
    Mirrors mirrors(Duration silence, Duration total) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data")).toRealPath();
        return new Mirrors(
                new TrackedRemotes(jdbc, UuidCreator::getTimeOrderedEpoch, Clock.systemUTC(), erased),
                new MirrorFolders(data),
                new RemoteAccess(
                        new RemotePolicy(data, true, true, InetAddress::getAllByName),
                        terms,
                        folder.resolve("known_hosts")),
                silence,
                total);
    }

    Publisher publisher() {
        return new Publisher(
                database.dataSource(),
                mirrors,
                captures,
                new DraftChanges(new ChangeReader()),
                Clock.systemUTC(),
                patience,
                observer);
    }

    PublishOutcome publish(DraftId draft, String message) {
        return publisher().publish(new PublishOrder(draft, message, APPROVED_AT));
    }

    /** A clone of the remote as it is now. */
    Desk desk(String name) {
        Path clone = folder.resolve(name);
        new Git(folder).run("clone", "--quiet", "--template=", remote.folder.toString(), clone.toString());
        return new Desk(clone);
    }

    void refusePushes(String script) throws IOException {
        Path hook = remote.folder.resolve("hooks").resolve("pre-receive");
        Files.createDirectories(remote.folder.resolve("hooks"));
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Somebody's clone, work tree and branch. */
    final class Desk {
        final Git git;
        private LaneId lane = new LaneId(UUID.randomUUID());

        Desk(Path folder) {
            this.git = new Git(folder);
        }

        Path path(String name) {
            return git.folder.resolve(name);
        }

        void write(String name, String content) throws IOException {
            Files.createDirectories(path(name).resolveSibling("."));
            Files.writeString(path(name), content);
        }

        String commit(String message) {
            git.run("add", "-A");
            git.run("commit", "--quiet", "--allow-empty", "-m", message);
            return git.run("rev-parse", "HEAD");
        }

        /** Commits all and pushes, over whatever came in between. */
        String push(String message) {
            commit(message);
            git.run("pull", "--quiet", "--rebase", "origin", "main");
            git.run("push", "--quiet", "origin", "HEAD:main");
            return git.run("rev-parse", "HEAD");
        }

        void pull() {
            git.run("pull", "--quiet", "--rebase", "--autostash", "origin", "main");
        }

        /** What a client does: a snapshot commit of the work tree, sent to the mirror. */
        DraftId capture() throws IOException {
            Path index = git.folder.resolve(".git").resolve("capture-index");
            Path own = git.folder.resolve(".git").resolve("index");
            if (Files.exists(own)) {
                Files.copy(own, index);
            }
            Git aside = git.with("GIT_INDEX_FILE", index.toString());
            aside.run("add", "-A");
            DraftId draft = capture(aside.run("write-tree"), CaptureMode.WORK_TREE);
            Files.delete(index);
            return draft;
        }

        DraftId captureStaged() throws IOException {
            return capture(git.run("write-tree"), CaptureMode.INDEX);
        }

        private DraftId capture(String tree, CaptureMode mode) throws IOException {
            String branch = git.run("symbolic-ref", "--short", "HEAD");
            boolean unborn = git.run("for-each-ref", "refs/heads/" + branch).isEmpty();
            String base = unborn ? null : git.run("rev-parse", "HEAD");
            String snapshot = base == null
                    ? git.run("commit-tree", tree, "-m", "capture")
                    : git.run("commit-tree", tree, "-p", base, "-m", "capture");
            DraftId draft = new DraftId(UuidCreator.getTimeOrderedEpoch());
            try (Mirror mirror = mirrors.open(repository)) {
                git.run(
                        "push",
                        "--quiet",
                        mirror.git().getDirectory().toString(),
                        snapshot + ":" + Mirror.DRAFT_REFS + draft);
            }
            take(draft, lane, snapshot, base, branch, mode);
            return draft;
        }

        void newLane() {
            lane = new LaneId(UUID.randomUUID());
        }
    }

    void take(DraftId draft, LaneId lane, String snapshot, @Nullable String base, String branch, CaptureMode mode) {
        captures.append(
                draft,
                new CaptureOrder(
                        new CaptureId(UUID.randomUUID()),
                        repository,
                        owner,
                        lane,
                        snapshot,
                        base,
                        branch,
                        mode,
                        AUTHOR,
                        CAPTURED_AT,
                        "test/1"),
                new ChangeSummary(1, 1, 0),
                0);
    }
}
