package io.comfortcommit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.standalone.data.DataFolder;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real process, over HTTP, with a real repository and its remote. */
class StandaloneProcessTest {
    private static final String[] WHOLE_LINE = {"Captured", "Drafted", "Approved", "Pushed"};

    @TempDir
    Path temporary;

    @Test
    void aCapturedChangeIsDraftedApprovedAndPushedAndARestartKeepsItAll() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("home"));
        Path data = temporary.resolve("데이터");
        Desk desk = Desk.in(temporary.resolve("git"));
        desk.write("src/새 파일.java", "class A {\n    int one() {\n        return 1;\n    }\n}\n");
        Desk.Capture capture = desk.capture();
        UUID draft;
        String token;
        try (ServerProcess server = ServerProcess.launch(
                        home, Map.of(), "--json", "--port", "0", "--data", data.toString())
                .awaitReady()) {
            token = server.token();
            assertPaired(home, server);
            assertThat(health(server.url())).isEqualTo(200);
            assertThat(new GatewayClient(server.url(), "wrong").post("/graphql", Map.of("query", "{__typename}")))
                    .extracting(GatewayClient.Answer::status)
                    .isEqualTo(401);

            GatewayClient client = new GatewayClient(server.url(), token);
            JsonNode negotiated =
                    client.negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")));
            GatewayClient.Answer captured =
                    client.capture(capture, negotiated.required("repositoryId").asString());
            assertThat(captured.status()).as(captured.toString()).isEqualTo(202);
            draft = UUID.fromString(captured.body().required("draftId").asString());
            long version =
                    awaitStatus(client, draft, "DRAFTED").required("version").asLong();
            assertThat(client.approve(draft, version).path("errors").isMissingNode())
                    .isTrue();
            JsonNode pushed = awaitStatus(client, draft, "PUSHED");

            assertThat(desk.remoteGit("rev-parse", "main"))
                    .isEqualTo(pushed.required("commitId").asString());
            assertThat(desk.remoteGit("rev-parse", "main^{tree}")).isEqualTo(capture.tree());
            assertThat(desk.remoteLog()).hasSize(2);
            assertThat(pushed.required("timeline").findValuesAsString("type")).containsExactly(WHOLE_LINE);

            server.process().toHandle().destroy(); // Process.destroy would close stdout, too
            assertThat(server.awaitExit()).isIn(0, 143);
            assertThat(server.restOfOutput()).isEmpty();
            assertThat(server.complaints()).isEmpty();
            assertThat(home.resolve("comfort-commit/pairing.json")).doesNotExist();
            assertThat(home.resolve("comfort-commit/stopped.json"))
                    .content()
                    .contains(server.url().toString())
                    .doesNotContain(token);
            assertThat(processesIn(data)).isEmpty();
        }
        try (ServerProcess server = ServerProcess.launch(home, Map.of(), "--json", "--port=0", "--data=" + data)
                .awaitReady()) {
            assertThat(server.token()).isEqualTo(token);
            JsonNode kept = new GatewayClient(server.url(), token).draft(draft);
            assertThat(kept.required("status").asString()).isEqualTo("PUSHED");
            assertThat(kept.required("timeline").findValuesAsString("type")).containsExactly(WHOLE_LINE);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(chain(server.url(), token))
                            .contains("\"kind\":\"event\"", "\"kind\":\"action\"", "\"name\":\"draft.approve\""));
            server.process().destroyForcibly();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> processesIn(data).isEmpty());
        assertThat(Files.readString(data.resolve("logs/comfort.jsonl"))).doesNotContain(token);
    }

    @Test
    void aSecondServerOnTheSameFolderRefusesInTheUsersLanguage() throws Exception {
        try (DataFolder held = DataFolder.open(temporary.resolve("data"));
                ServerProcess second = ServerProcess.launch(
                        temporary,
                        Map.of("JDK_JAVA_OPTIONS", "-Duser.language=ko"),
                        "--port=0",
                        "--data=" + held.path())) {
            assertThat(second.awaitExit()).isEqualTo(2);
            assertThat(second.complaints())
                    .contains("프로세스 " + ProcessHandle.current().pid());
            assertThat(second.restOfOutput()).isEmpty();
        }
    }

    @Test
    void aTakenPortIsSaidBeforeAnythingIsStarted() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerProcess server = ServerProcess.launch(
                        temporary,
                        Map.of(),
                        "--json",
                        "--port=" + taken.getLocalPort(),
                        "--data=" + temporary.resolve("data"))) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.complaints()).contains("Port " + taken.getLocalPort());
            assertThat(server.restOfOutput()).isEmpty();
            assertThat(temporary.resolve("data/postgres")).doesNotExist();
        }
    }

    @Test
    void aDatabaseThatCannotServeIsSaidInOneSentence() throws Exception {
        Path cluster = Files.createDirectories(temporary.resolve("data/postgres/data"));
        Files.writeString(cluster.resolve("PG_VERSION"), "12\n");
        try (ServerProcess server = ServerProcess.launch(
                temporary, Map.of(), "--json", "--port=0", "--data=" + temporary.resolve("data"))) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.complaints())
                    .startsWith("The data was written by PostgreSQL 12")
                    .hasLineCount(1);
            assertThat(server.restOfOutput()).isEmpty();
        }
    }

    private static void assertPaired(Path home, ServerProcess server) throws IOException {
        Path pairing = home.resolve("comfort-commit/pairing.json");
        JsonNode said = new JsonMapper().readTree(Files.readString(pairing));
        assertThat(said.required("url").asString()).isEqualTo(server.url().toString());
        assertThat(said.required("token").asString()).isEqualTo(server.token());
        assertThat(said.required("pid").asLong()).isEqualTo(server.process().pid());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pairing)))
                .isEqualTo("rw-------");
    }

    private static JsonNode awaitStatus(GatewayClient client, UUID draft, String status) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> client.draft(draft),
                        found -> found.path("status").asString("").equals(status));
    }

    private static int health(URI server) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(server.resolve("/actuator/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String chain(URI server, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(server.resolve("/api/audit/chain"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** Processes that stand in the data folder, which only the database's do. */
    private static List<Path> processesIn(Path data) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) {
                if (folderOf(entry).startsWith(data)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static Path folderOf(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd"));
        } catch (IOException e) {
            return Path.of("ended");
        }
    }
}
