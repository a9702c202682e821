package io.comfortcommit.acceptance.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AgentModeTest {
    private static final String TOKEN = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";
    /** In a line of the change that no message quotes. */
    private static final String UNLIKELY = "zqxjkvbpwunlikely";

    @TempDir
    private static Path folder;

    private static Path remotes;
    private static StandaloneProcess server;
    private static GatewayClient client;
    private static RecordingProxy proxy;
    private static int machines;

    @BeforeAll
    static void start() throws IOException {
        remotes = Files.createDirectories(folder.toRealPath().resolve("ruled"));
        server = StandaloneProcess.start(
                Files.createDirectories(folder.resolve("server")),
                "-Dcomfort.repositories.remotes[0].url=" + remotes,
                "-Dcomfort.repositories.remotes[0].push=agent");
        client = server.client();
        proxy = new RecordingProxy(server.url());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    private static AuthorsMachine machine() throws IOException {
        return machine(remotes);
    }

    private static AuthorsMachine machine(Path above) throws IOException {
        return new AuthorsMachine(above.resolve("desk-" + ++machines), proxy.url(), server.token(), client);
    }

    private static void edit(AuthorsMachine machine, String body) throws IOException {
        machine.desk()
                .write("src/Shop.java", "class Shop {\n    int price() {\n        return " + body + ";\n    }\n}\n");
    }

    private static List<String> remoteLog(AuthorsMachine machine) {
        return machine.desk().remoteLog();
    }

    @Test
    void theAuthorsOwnGitCommitsAndPushesAndNothingOfTheChangeIsOnTheServer() throws Exception {
        AuthorsMachine machine = machine();
        Desk desk = machine.desk();
        signBySsh(machine);
        machine.hook("commit-msg", "printf '\\nChange-Id: I0123456789\\n' >> \"$1\"");
        machine.hook("pre-push", "cat > " + machine.folder().resolve("pre-push.saw"));
        desk.write(
                "src/Shop.java",
                "class Shop {\n    // " + UNLIKELY + "\n    String token = \"" + TOKEN + "\";\n    int price() {\n"
                        + "        return 7;\n    }\n}\n");
        String reflog = desk.git("reflog", "--all");
        AuthorsMachine.Ran captured = machine.comfort("capture", "--wait");
        UUID draft = UUID.fromString(captured.last().required("draftId").asString());
        String snapshotTree = treeOfSnapshot(desk);

        assertThat(captured.last().path("pushedBy").asString()).isEqualTo("AGENT");
        assertThat(captured.last().path("advice").asString()).contains("comfort agent");
        JsonNode diff = diff(draft);
        assertThat(diff.path("files").get(0).path("patch").asString())
                .contains("<GITHUB_TOKEN:1>", UNLIKELY)
                .doesNotContain(TOKEN);
        assertThat(diff.path("secrets").findValuesAsString("kind")).containsExactly("GITHUB_TOKEN");
        assertThat(client.findings(draft).findValuesAsString("kind")).containsExactly("GITHUB_TOKEN");
        assertThat(symbols(draft)).contains("Shop");
        assertNothingOfTheChangeIsIn(folder.resolve("server"));

        machine.approve(draft);
        AuthorsMachine.Ran pushed = machine.push(draft);

        assertThat(pushed.exit()).as(pushed.lines() + pushed.err()).isZero();
        JsonNode ended = machine.ended(draft, "PUSHED");
        String commit = ended.path("commitId").asString();
        assertThat(remoteLog(machine)).hasSize(2).startsWith(commit);
        assertThat(desk.remoteGit("rev-parse", commit + "^{tree}")).isEqualTo(snapshotTree);
        assertThat(machine.message(commit)).contains(ended.path("subject").asString(), "Change-Id: I0123456789");
        assertThat(Files.readString(machine.folder().resolve("pre-push.saw"))).contains(commit, "refs/heads/main");
        assertThat(desk.git("verify-commit", "--raw", commit))
                .contains("Good \"git\" signature for author@example.com");
        assertThat(ended.path("timeline").findValuesAsString("type"))
                .containsExactly("Captured", "LeftToAgent", "Drafted", "FindingsCleared", "Approved", "Pushed");
        JsonNode last = timeline(draft).get(5);
        assertThat(last.path("actor").asString()).startsWith("editor:comfort-agent/");
        assertThat(Instant.parse(desk.remoteGit("log", "-1", "--format=%cI", commit)))
                .isEqualTo(Instant.parse(timeline(draft).get(4).path("at").asString())
                        .truncatedTo(ChronoUnit.SECONDS));
        assertThat(Instant.parse(desk.remoteGit("log", "-1", "--format=%aI", commit)))
                .isEqualTo(Instant.parse(capturedAt(draft)));
        await().atMost(Duration.ofSeconds(30)).until(() -> diff(draft).isNull());
        assertNothingOfTheChangeIsIn(folder.resolve("server"));
        assertThat(proxy.bodies()).noneMatch(body -> body.contains(TOKEN) || body.contains("git bundle"));
        assertThat(proxy.bodies()).anyMatch(body -> body.contains(UNLIKELY));
        assertThat(desk.git("for-each-ref", "refs/comfort")).isEmpty();
        assertThat(desk.git("log", "-g", "--format=%H", "main")).isEqualTo(desk.git("rev-parse", "main"));
        assertThat(reflog).isNotEmpty();
        assertThat(desk.git("fsck", "--connectivity-only")).doesNotContain("missing", "broken");
    }

    private static void signBySsh(AuthorsMachine machine) throws Exception {
        Path key = machine.folder().resolve("key");
        Process made = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key.toString())
                .start();
        assertThat(made.waitFor()).isZero();
        Path allowed = machine.folder().resolve("allowed");
        Files.writeString(allowed, "author@example.com " + Files.readString(Path.of(key + ".pub")));
        Desk desk = machine.desk();
        desk.git("config", "gpg.format", "ssh");
        desk.git("config", "user.signingKey", key.toString());
        desk.git("config", "commit.gpgSign", "true");
        desk.git("config", "gpg.ssh.allowedSignersFile", allowed.toString());
    }

    /** What {@code git write-tree} says of the whole work tree. */
    private static String treeOfSnapshot(Desk desk) throws IOException {
        return desk.capture().tree();
    }

    private static void assertNothingOfTheChangeIsIn(Path data) throws IOException {
        List<Path> all = new ArrayList<>();
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    all.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path goneMeanwhile, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(all)
                .hasSizeGreaterThan(100)
                .noneMatch(file -> file.toString().contains("/mirrors/"))
                .noneMatch(file -> file.toString().contains("/quarantine/"));
        for (Path file : all) {
            String content = content(file);
            assertThat(content.contains(TOKEN) || content.contains(UNLIKELY))
                    .as(file + " tells of the change")
                    .isFalse();
        }
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException | AccessDeniedException gone) {
            return "";
        }
    }

    private static JsonNode diff(UUID draft) throws Exception {
        return field(draft, "diff { files { patch } secrets { kind } }").path("diff");
    }

    private static List<String> symbols(UUID draft) throws Exception {
        return field(draft, "card { symbols { name } }").findValuesAsString("name");
    }

    private static JsonNode timeline(UUID draft) throws Exception {
        return field(draft, "timeline { at actor type }").path("timeline");
    }

    private static String capturedAt(UUID draft) throws Exception {
        return field(draft, "capturedAt").path("capturedAt").asString();
    }

    private static JsonNode field(UUID draft, String fields) throws Exception {
        return client.graphql("query($id: ID!) { draft(id: $id) { " + fields + " } }", Map.of("id", draft.toString()))
                .path("data")
                .path("draft");
    }

    @Test
    void aBundleIsRefusedAndTheNegotiationSaysWhy() throws Exception {
        AuthorsMachine machine = machine();
        edit(machine, "1");
        Desk.Capture capture = machine.desk().capture();
        JsonNode negotiated = client.negotiate(
                machine.desk().remote().toString(),
                "main",
                List.of(machine.desk().git("rev-parse", "HEAD")));

        GatewayClient.Answer answer =
                client.capture(capture, negotiated.required("repositoryId").asString());

        assertThat(negotiated.path("push").asString()).isEqualTo("agent");
        assertThat(negotiated.path("have").isEmpty()).isTrue();
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("code").asString()).isEqualTo("AGENT_ONLY");
    }

    @Test
    void aDeskMayAskForItWhereTheServerCouldPush() throws Exception {
        AuthorsMachine machine = machine(folder.toRealPath().resolve("free"));
        machine.desk().git("config", "comfort.push", "agent");
        edit(machine, "2");
        UUID draft = machine.captured();
        machine.approve(draft);

        assertThat(machine.push(draft).exit()).isZero();

        assertThat(machine.ended(draft, "PUSHED").path("timeline").findValuesAsString("type"))
                .contains("LeftToAgent");
    }

    @Test
    void whatOthersPushedIsMergedAndWorkGoesOnWithoutASync() throws Exception {
        AuthorsMachine machine = machine();
        machine.isFast();
        edit(machine, "3");
        UUID first = machine.captured();
        Desk colleague = machine.desk().colleague("mina");
        colleague.write("docs/guide.md", "a guide\n");
        colleague.commitAndPush("docs: add a guide");
        machine.approve(first);
        assertThat(machine.push(first).exit()).isZero();
        edit(machine, "3 + 4");
        UUID second = machine.captured();
        assertThat(diff(second).path("files").get(0).path("patch").asString())
                .contains("-        return 3;", "+        return 3 + 4;");
        machine.approve(second);

        assertThat(machine.push(second).exit()).isZero();

        assertThat(machine.ended(first, "PUSHED").path("rebased").asBoolean()).isTrue();
        String tip = machine.ended(second, "PUSHED").path("commitId").asString();
        assertThat(remoteLog(machine)).hasSize(4).startsWith(tip);
        assertThat(machine.desk().remoteGit("rev-list", "--merges", "--count", "main"))
                .isEqualTo("0");
        assertThat(machine.desk().remoteGit("show", tip + ":docs/guide.md")).isEqualTo("a guide");
        assertThat(machine.desk().remoteGit("show", tip + ":src/Shop.java")).contains("3 + 4");
    }

    /** What is missing is what a merge onto a colleague's push needs: the tip's files and the way there. */
    @ParameterizedTest
    @ValueSource(strings = {"--depth=1", "--filter=blob:none"})
    void aCloneWithoutAllOfTheHistoryOrTheFilesPushesTheSameCommit(String option) throws Exception {
        AuthorsMachine whole = machine();
        whole.desk().write("docs/guide.md", "a guide\n");
        whole.desk().write("docs/old.md", "old\n");
        whole.desk().commitAndPush("docs: add a guide");
        whole.desk().write("docs/guide.md", "a longer guide\n");
        whole.desk().commitAndPush("docs: say more");
        whole.desk().remoteGit("config", "uploadpack.allowFilter", "true");
        whole.desk().remoteGit("config", "uploadpack.allowAnySHA1InWant", "true");
        AuthorsMachine machine = whole.at(whole.desk().clone("lacking", option));
        edit(machine, "9");
        UUID draft = machine.captured();
        Desk colleague = whole.desk().colleague("sora");
        colleague.write("docs/old.md", "new\n");
        colleague.commitAndPush("docs: mend what is old");
        machine.approve(draft);

        AuthorsMachine.Ran pushed = machine.push(draft);

        assertThat(pushed.exit()).as(pushed.lines() + pushed.err()).isZero();
        JsonNode ended = machine.ended(draft, "PUSHED");
        String commit = ended.path("commitId").asString();
        assertThat(ended.path("landing").asString()).isEqualTo("BRANCH");
        assertThat(remoteLog(machine)).hasSize(5).startsWith(commit);
        assertThat(machine.desk().remoteGit("diff-tree", "-r", "--name-status", commit + "^", commit))
                .isEqualTo("A\tsrc/Shop.java");
        assertThat(machine.desk().remoteGit("fsck", "--connectivity-only")).doesNotContain("missing", "broken");
    }

    @Test
    void whatLfsKeepsIsUploadedBeforeAnybodyHearsOfIt() throws Exception {
        AuthorsMachine machine = machine();
        Path uploaded = machine.folder().resolve("uploaded");
        Path programs = machine.folder().resolve("programs");
        machine.hook(programs, "git-lfs", "[ \"$1\" = push ] && echo \"$@\" >>'" + uploaded + "'; exit 0");
        // As git-lfs does, it keeps what it replaces.
        machine.hook(programs, "lfs-clean", """
                file=$(mktemp) && cat >"$file" && oid=$(sha256sum <"$file" | cut -c1-64)
                at="$(git rev-parse --git-common-dir)/lfs/objects/$(echo "$oid" | cut -c1-2)/$(echo "$oid" | cut -c3-4)"
                mkdir -p "$at" && mv "$file" "$at/$oid"
                printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%s\\nsize 3\\n' "$oid"
                """);
        machine.set("PATH", programs + ":" + machine.environment("PATH"));
        Desk desk = machine.desk();
        desk.write(".gitattributes", "*.bin filter=lfs -text\n");
        desk.commitAndPush("build: keep what is large elsewhere");
        desk.git("config", "filter.lfs.clean", programs.resolve("lfs-clean").toString());
        desk.write("large.bin", "abc");

        UUID draft = machine.captured();

        assertThat(Files.readString(uploaded)).matches("push --object-id origin [0-9a-f]{64}\n");
        machine.approve(draft);
        assertThat(machine.push(draft).exit()).isZero();
        String commit = machine.ended(draft, "PUSHED").path("commitId").asString();
        assertThat(desk.remoteGit("show", commit + ":large.bin"))
                .contains("oid sha256:"
                        + Files.readString(uploaded).strip().substring("push --object-id origin ".length()));
    }

    @Test
    void whatTheServerCanNotBeToldWaitsAndIsToldLater() throws Exception {
        AuthorsMachine machine = machine();
        String url = machine.environment("COMFORT_URL");
        machine.set("COMFORT_URL", "http://127.0.0.1:1");
        edit(machine, "10");
        AuthorsMachine.Ran spooled = machine.comfort("capture");
        assertThat(spooled.exit()).as(spooled.err()).isZero();
        assertThat(spooled.last().path("status").asString()).isEqualTo("SPOOLED");
        machine.set("COMFORT_URL", url);

        AuthorsMachine.Ran sent = machine.comfort("spool", "send");

        assertThat(sent.last().path("status").asString()).as(sent.err()).isEqualTo("SENT");
        UUID draft = UUID.fromString(sent.last().required("draftId").asString());
        machine.ended(draft, "DRAFTED");
        machine.approve(draft);
        assertThat(machine.push(draft).exit()).isZero();
        String tip = machine.ended(draft, "PUSHED").path("commitId").asString();
        assertThat(remoteLog(machine)).hasSize(2).startsWith(tip);
        assertThat(proxy.bodies()).noneMatch(body -> body.contains("git bundle"));
    }

    @Test
    void aRemoteThatIsAwayIsGivenUpAfterTryingNotAfterANightAsleep() throws Exception {
        AuthorsMachine machine = machine();
        edit(machine, "12");
        UUID draft = machine.captured();
        machine.approve(draft);
        machine.desk().git("remote", "set-url", "origin", "http://127.0.0.1:1/away.git");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> machine.comfort("push", draft.toString())
                        .last()
                        .path("reason")
                        .asString()
                        .contains("away.git"));
        machine.later(Duration.ofHours(14));
        AuthorsMachine.Ran morning = machine.comfort("push", draft.toString());
        assertThat(morning.last().path("status").asString()).isEqualTo("LATER");
        assertThat(client.draft(draft).path("status").asString()).isEqualTo("APPROVED");
        for (int times = 0; times < 3; times++) {
            machine.later(Duration.ofMinutes(4));
            machine.comfort("push", draft.toString());
        }

        JsonNode ended = machine.ended(draft, "PUSH_FAILED");

        assertThat(ended.path("failure").asString()).isEqualTo("REMOTE_UNREACHABLE");
    }

    /** Git says the first in the language of its user, wherever it has been translated. */
    @ParameterizedTest
    @CsvSource({"401, Authentication failed", "403, 403"})
    void aRemoteThatDeniesIsARefusalInItsOwnWords(int status, String words) throws Exception {
        HttpServer remote = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        remote.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        remote.start();
        try {
            AuthorsMachine machine = machine();
            machine.set("LC_ALL", "C.UTF-8");
            machine.set("LANGUAGE", "de");
            edit(machine, "13 " + status);
            UUID draft = machine.captured();
            machine.approve(draft);
            machine.desk()
                    .git(
                            "remote",
                            "set-url",
                            "origin",
                            "http://kim:wrong-password@127.0.0.1:"
                                    + remote.getAddress().getPort() + "/x");
            assertSaysLater(machine, draft, words);
            for (int times = 0; times < 4; times++) {
                machine.later(Duration.ofMinutes(4));
                machine.comfort("push", draft.toString());
            }

            JsonNode ended = machine.ended(draft, "PUSH_FAILED");

            assertThat(ended.path("failure").asString()).isEqualTo("REMOTE_REFUSED");
            assertThat(ended.path("reason").asString()).contains(words).doesNotContain("wrong-password");
        } finally {
            remote.stop(0);
        }
    }

    @Test
    void aRemoteThatHangsInALookOrAPushIsLeftAndTheWorkLandsOnce() throws Exception {
        AuthorsMachine machine = machine();
        machine.desk().git("config", "comfort.remoteTimeout", "2");
        Path armed = Files.createFile(machine.folder().resolve("armed"));
        machine.hook(
                machine.desk().remote().resolve("hooks"),
                "pre-receive",
                "if rm '" + armed + "' 2>/dev/null; then exec tail -f /dev/null; fi");
        edit(machine, "14");
        UUID draft = machine.captured();
        machine.approve(draft);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            machine.desk().git("remote", "set-url", "origin", "git://127.0.0.1:" + silent.getLocalPort() + "/x");
            assertSaysLater(machine, draft, "no end within");
        }
        machine.desk()
                .git("remote", "set-url", "origin", machine.desk().remote().toString());
        assertSaysLater(machine, draft, "no end within");
        assertThat(armed).doesNotExist();
        assertThat(remoteLog(machine)).hasSize(1);
        machine.desk().git("config", "--unset", "comfort.remoteTimeout");

        assertThat(machine.push(draft).exit()).isZero();

        assertThat(remoteLog(machine))
                .hasSize(2)
                .startsWith(machine.ended(draft, "PUSHED").path("commitId").asString());
    }

    private static void assertSaysLater(AuthorsMachine machine, UUID draft, String reason) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode said = machine.comfort("push", draft.toString()).last();
            assertThat(said.path("status").asString()).isEqualTo("LATER");
            assertThat(said.path("reason").asString()).contains(reason);
        });
    }

    @Test
    void aRemoteThatSaysThatItTookACommitAndDidNotIsARefusal() throws Exception {
        AuthorsMachine machine = machine();
        Path hooks = machine.desk().remote().resolve("hooks");
        machine.hook(hooks, "post-receive", "while read old new ref; do git update-ref $ref $old; done");
        edit(machine, "15");
        UUID draft = machine.captured();
        machine.approve(draft);

        assertThat(machine.push(draft).exit()).isEqualTo(1);

        JsonNode failed = machine.ended(draft, "PUSH_FAILED");
        assertThat(failed.path("failure").asString()).isEqualTo("REMOTE_REFUSED");
        assertThat(failed.path("reason").asString()).contains("said that it took the commit");
        Files.delete(hooks.resolve("post-receive"));
        machine.approve(draft);
        assertThat(machine.push(draft).exit()).isZero();
        machine.ended(draft, "PUSHED");
        assertThat(remoteLog(machine)).hasSize(2);
    }

    /**
     * Its earlier snapshots are on this machine alone, so the server can't build on them: what is merged cleanly without
     * them is pushed, what is not lies beside the branch with the reason, and nobody's work is undone.
     */
    @ParameterizedTest
    @CsvSource({"src/Other.java, BRANCH", "src/Shop.java, SIDE_BRANCH"})
    void whoLetsTheServerPushFromNowOnUndoesNothing(String edited, String landing, @TempDir Path place)
            throws Exception {
        try (StandaloneProcess other = StandaloneProcess.start(place)) {
            AuthorsMachine machine =
                    new AuthorsMachine(place.resolve("desk"), other.url().toString(), other.token(), other.client());
            machine.isFast();
            machine.desk().git("config", "comfort.push", "agent");
            edit(machine, "11");
            UUID first = machine.captured();
            machine.approve(first);
            assertThat(machine.push(first).exit()).isZero();
            String pushed = machine.ended(first, "PUSHED").path("commitId").asString();
            Desk colleague = machine.desk().colleague("hana");
            colleague.write("docs/guide.md", "a guide\n");
            colleague.commitAndPush("docs: add a guide");
            machine.desk().git("config", "--unset", "comfort.push");
            machine.desk().write(edited, "class Edited {}\n");
            UUID second = machine.captured();
            machine.approve(second);

            JsonNode ended = machine.ended(second, "PUSHED");

            assertThat(ended.path("landing").asString()).isEqualTo(landing);
            assertThat(remoteLog(machine)).contains(pushed);
            String branch = ended.path("landedOn").asString();
            assertThat(machine.desk().remoteGit("show", branch + ":" + edited)).isEqualTo("class Edited {}");
            assertThat(machine.desk()
                            .remoteGit("ls-tree", "-r", "--name-only", "main")
                            .lines())
                    .contains("src/Shop.java", "docs/guide.md");
            if (landing.equals("BRANCH")) {
                assertThat(machine.desk().remoteGit("diff-tree", "-r", "--name-status", "main^", "main"))
                        .isEqualTo("A\t" + edited);
            } else {
                assertThat(ended.path("reason").asString()).isEqualTo("conflict: " + edited);
            }
        }
    }

    @Test
    void whatConflictsGoesBesideItsBranch() throws Exception {
        AuthorsMachine machine = machine();
        machine.desk().write("README.md", "mine\n");
        UUID draft = machine.captured();
        Desk colleague = machine.desk().colleague("jun");
        colleague.write("README.md", "theirs\n");
        colleague.commitAndPush("docs: say it otherwise");
        machine.approve(draft);

        assertThat(machine.push(draft).exit()).isZero();

        JsonNode ended = machine.ended(draft, "PUSHED");
        assertThat(ended.path("landing").asString()).isEqualTo("SIDE_BRANCH");
        assertThat(ended.path("landedOn").asString()).startsWith("comfort/");
        assertThat(ended.path("reason").asString()).isEqualTo("conflict: README.md");
        assertThat(machine.desk().remoteGit("rev-parse", ended.path("landedOn").asString()))
                .isEqualTo(ended.path("commitId").asString());
    }

    @Test
    void aHookThatRefusesIsQuotedAndTheDraftCanBeApprovedAgain() throws Exception {
        AuthorsMachine machine = machine();
        machine.hook("commit-msg", "echo 'no ticket in the subject' >&2; exit 1");
        edit(machine, "5");
        UUID draft = machine.captured();
        machine.approve(draft);

        AuthorsMachine.Ran refused = machine.push(draft);

        assertThat(refused.exit()).isEqualTo(1);
        JsonNode failed = machine.ended(draft, "PUSH_FAILED");
        assertThat(failed.path("failure").asString()).isEqualTo("HOOK_REFUSED");
        assertThat(failed.path("reason").asString()).contains("no ticket in the subject");
        assertThat(remoteLog(machine)).hasSize(1);

        Files.delete(machine.desk().work().resolve(".git/hooks/commit-msg"));
        machine.approve(draft);
        assertThat(machine.push(draft).exit()).isZero();
        machine.ended(draft, "PUSHED");
    }

    @Test
    void twoAgentsOfOneDeskPushOnce() throws Exception {
        AuthorsMachine machine = machine();
        edit(machine, "6");
        UUID draft = machine.captured();
        List<Process> agents = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                Process agent = machine.process("agent");
                agents.add(agent);
                BufferedReader out = agent.inputReader(StandardCharsets.UTF_8);
                assertThat(out.readLine()).contains("WAITING");
            }
            machine.approve(draft);
            machine.ended(draft, "PUSHED");
            assertThat(agents).allMatch(Process::isAlive);
        } finally {
            agents.forEach(Process::destroyForcibly);
        }
        assertThat(remoteLog(machine)).hasSize(2);
        assertThat(timeline(draft).findValuesAsString("type")).containsOnlyOnce("Pushed");
    }

    /**
     * Killed with SIGKILL by a hook that runs at the moment: before there is a commit, between commit and push (where the push
     * that is under way ends, and where it goes on by itself), and after the push, before the report.
     */
    @ParameterizedTest
    @CsvSource({"commit-msg, 0", "pre-push, 1", "pre-push, 0", "post-receive, 0"})
    void anAgentThatIsKilledPushesOnce(String moment, int exit) throws Exception {
        AuthorsMachine machine = machine();
        Path armed = machine.folder().resolve("armed");
        String script = "if rm '" + armed + "' 2>/dev/null; then kill -9 $(cat '"
                + machine.folder().resolve("agent.pid") + "'); exit " + exit + "; fi; exit 0";
        if (moment.equals("post-receive")) {
            machine.hook(machine.desk().remote().resolve("hooks"), moment, script);
        } else {
            machine.hook(moment, script);
        }
        edit(machine, "8");
        UUID draft = machine.captured();
        machine.approve(draft);
        Files.createFile(armed);
        Process killed = machine.process("agent");
        assertThat(killed.waitFor()).isEqualTo(137);
        assertThat(armed).doesNotExist();

        machine.push(draft);

        JsonNode ended = machine.ended(draft, "PUSHED");
        assertThat(remoteLog(machine))
                .hasSize(2)
                .startsWith(ended.path("commitId").asString());
        assertThat(ended.path("timeline").findValuesAsString("type")).containsOnlyOnce("Pushed");
        assertThat(ended.path("landing").asString()).isEqualTo("BRANCH");
    }
}
