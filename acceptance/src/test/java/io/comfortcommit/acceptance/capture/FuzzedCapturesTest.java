package io.comfortcommit.acceptance.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.Repositories;
import io.comfortcommit.repositories.RepositoriesConfiguration;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Whatever a work tree holds, the commit on the remote has the tree that git itself makes of it, and nothing of the author's
 * is touched by capturing; half of them are captured by the command line, half by the editor. {@code
 * -Dcomfort.tests.long=true} for 2,000 changes, {@code -Dcomfort.tests.seed=…} for those of
 * another run.
 */
class FuzzedCapturesTest {
    /** By each client. */
    private static final int MANY = Boolean.getBoolean("comfort.tests.long") ? 1_000 : 50;

    private static final Instant APPROVED_AT = Instant.parse("2026-11-02T10:00:00Z");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private TestDatabase database;
    private AnnotationConfigApplicationContext context;
    private Repositories repositories;
    private PortServer server;
    private Path apart;

    @BeforeEach
    void open() throws IOException {
        apart = Files.createDirectories(folder.resolve("apart"));
        Path home = Files.createDirectories(folder.resolve("home"));
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("LC_ALL", "C.UTF-8");
        Files.writeString(
                home.resolve(".gitconfig"),
                "[user]\n\tname = Kim Jiwon\n\temail = jiwon@example.com\n[init]\n\tdefaultBranch = main\n"
                        + "[protocol \"file\"]\n\tallow = always\n[advice]\n\tdetachedHead = false\n"
                        + "[filter \"upper\"]\n\tclean = tr a-z A-Z\n\tsmudge = cat\n[gc]\n\tauto = 0\n");
        database = TestDatabase.migrated("repositories");
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "comfort.repositories.data",
                                folder.resolve("mirrors").toString(),
                                "comfort.repositories.file-remotes",
                                "true")));
        context.registerBean(DataSource.class, database::dataSource);
        context.registerBean(
                PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database.dataSource()));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.register(RepositoriesConfiguration.class);
        context.refresh();
        repositories = context.getBean(Repositories.class);
        server = new PortServer(repositories);
    }

    @AfterEach
    void close() {
        server.close();
        context.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void thePushedTreeIsTheOneThatGitMakesAndNothingElseChanges(Client client) throws IOException {
        client.checkIsThere();
        long seed = Long.getLong("comfort.tests.seed", System.nanoTime());
        System.out.println("fuzzed captures: -Dcomfort.tests.seed=" + seed + ", " + MANY + " changes by the " + client);
        Random random = new Random(seed);
        List<WorkTree> desks = desks();
        int pushed = 0;
        for (int number = 0; number < MANY; number++) {
            WorkTree desk = desks.get(random.nextInt(desks.size()));
            Changes changes = new Changes(desk, random);
            try {
                changes.make();
                if (desk.root().endsWith("with-submodule") && random.nextBoolean()) {
                    moveSubmodule(desk, number);
                }
                pushed += captureAndPush(client, desk) ? 1 : 0;
                if (number % 250 == 249) {
                    System.out.println("fuzzed captures: " + (number + 1) + " of " + MANY);
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ", change " + number + " in " + desk.root() + ": " + changes.told(), e);
            }
        }
        System.out.println("fuzzed captures: " + pushed + " pushed, the others were no change");
        assertThat(pushed).isGreaterThan(MANY / 2);
    }

    /** @return whether there was something to push */
    private boolean captureAndPush(Client client, WorkTree desk) throws IOException {
        String expected = desk.expectedTree(apart);
        String head = desk.git("rev-parse", "HEAD^{tree}");
        Map<String, String> before = desk.everything();
        Optional<Client.Taken> taken = client.capture(desk, server.url(), environment);
        assertThat(desk.everything()).isEqualTo(before);
        if (taken.isEmpty()) {
            assertThat(expected).isEqualTo(head);
            return false;
        }
        String draft = taken.get().draftId();
        String branch = taken.get().branch();
        PublishOutcome published = repositories.publish(
                new PublishOrder(new DraftId(UUID.fromString(draft)), "feat: change\n", APPROVED_AT));
        assertThat(published).isInstanceOf(PublishOutcome.Landed.class);
        WorkTree remote = new WorkTree(Path.of(desk.git("remote", "get-url", "origin")), environment);
        assertThat(remote.git("rev-parse", branch + "^{tree}")).isEqualTo(expected);
        goOnFromThere(desk, branch);
        return true;
    }

    private static void goOnFromThere(WorkTree desk, String branch) {
        desk.git("fetch", "-q", "--no-recurse-submodules", "origin", branch);
        desk.git("reset", "-q", "--hard", "FETCH_HEAD");
        desk.git("clean", "-q", "-f", "-f", "-d", "-x");
    }

    // --- the desks

    private List<WorkTree> desks() throws IOException {
        WorkTree plain = desk("plain");
        WorkTree crlf = desk("crlf");
        crlf.git("config", "core.autocrlf", "true");
        WorkTree input = desk("input");
        input.git("config", "core.autocrlf", "input");
        WorkTree sparse = desk("sparse");
        sparse.git("sparse-checkout", "set", "src", "문서");
        WorkTree literal = desk("no-links-and-modes");
        literal.git("config", "core.fileMode", "false");
        WorkTree linked = new WorkTree(folder.resolve("linked"), environment);
        plain.git("worktree", "add", "-q", "-b", "side", linked.root().toString());
        linked.git("push", "-q", "origin", "side");
        return List.of(plain, crlf, input, sparse, literal, linked, withSubmodule());
    }

    private WorkTree desk(String name) throws IOException {
        Path remote = Files.createDirectories(folder.resolve(name + ".git"));
        new WorkTree(remote, environment).git("init", "-q", "--bare");
        WorkTree desk = new WorkTree(Files.createDirectories(folder.resolve(name)), environment);
        desk.git("init", "-q");
        desk.git("remote", "add", "origin", remote.toString());
        List<String> files = new ArrayList<>(List.of("README.md", "src/Main.java", "src/deep/er/x.txt", "문서/글.txt"));
        files.add("out/side.txt");
        for (String file : files) {
            Path path = desk.root().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file + "\nsecond line\n");
        }
        desk.git("add", "-A");
        desk.git("commit", "-q", "-m", "feat: begin");
        desk.git("push", "-q", "origin", "main");
        Files.writeString(desk.root().resolve("README.md"), "put aside\n");
        desk.git("stash", "-q");
        return desk;
    }

    private WorkTree withSubmodule() throws IOException {
        WorkTree library = desk("library-source");
        WorkTree desk = desk("with-submodule");
        desk.git("submodule", "--quiet", "add", library.git("remote", "get-url", "origin"), "library");
        desk.git("commit", "-q", "-m", "feat: use the library");
        desk.git("push", "-q", "origin", "main");
        return desk;
    }

    /** To a commit that its remote has. */
    private void moveSubmodule(WorkTree desk, int number) throws IOException {
        WorkTree library = new WorkTree(desk.root().resolve("library"), environment);
        if (!Files.exists(library.root().resolve(".git"))) {
            return;
        }
        Files.writeString(library.root().resolve("README.md"), "library " + number + "\n");
        library.git("commit", "-q", "-a", "-m", "feat: " + number);
        library.git("push", "-q", "origin", "HEAD:main");
    }
}
