package io.comfortcommit.acceptance.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WebhooksTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void begin() throws IOException {
        desk = Desk.in(folder.resolve("git"));
        Files.writeString(folder.resolve("secret"), SECRET);
    }

    @Test
    void aPushIsOneDraftThoughTheServerIsKilledOnceItHasAnswered() throws Exception {
        try (StandaloneProcess server = start("1h")) {
            track(server);
            push("wip/main/laptop", "class A {}\n");
            assertThat(deliver(server, "d-1", "wip/main/laptop")).isEqualTo(202);
            server.kill();
        }
        try (StandaloneProcess server = start("1h")) {
            JsonNode draft = onlyDraft(server);
            assertThat(draft.path("status").asString()).isEqualTo("DRAFTED");
            assertThat(draft.path("branch").asString()).isEqualTo("main");
            assertThat(deliver(server, "d-1", "wip/main/laptop")).isEqualTo(202);
            assertThat(deliver(server, "d-2", "wip/main/laptop"))
                    .as("told of once more")
                    .isEqualTo(202);

            push("wip/main/laptop", "class A { int b; }\n");
            assertThat(deliver(server, "d-3", "wip/main/laptop")).isEqualTo(202);
            await().atMost(SOON).until(() -> drafts(server).size() == 2);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(statuses(server)).containsExactlyInAnyOrder("SUPERSEDED", "DRAFTED"));
        }
    }

    @Test
    void aPushThatNobodyToldOfIsFoundAndPushedWhereItIsMeantFor() throws Exception {
        try (StandaloneProcess server = start("1s")) {
            track(server);
            push("wip/main", "class A {}\n");
            JsonNode draft = onlyDraft(server);
            server.client()
                    .approve(
                            UUID.fromString(draft.path("id").asString()),
                            draft.path("version").asLong());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(statuses(server)).containsExactly("PUSHED"));
            assertThat(desk.remoteGit("rev-parse", "main^{tree}")).isEqualTo(desk.git("rev-parse", "HEAD^{tree}"));
            assertThat(desk.remoteGit("log", "-1", "--format=%an <%ae>", "main"))
                    .isEqualTo("Author <author@example.com>");
        }
    }

    private StandaloneProcess start(String poll) throws IOException {
        String host = "-Dcomfort.webhooks.github[0].";
        return StandaloneProcess.start(
                folder,
                host + "name=hub",
                host + "keys=file:" + folder.resolve("secret"),
                host + "repositories=" + folder.resolve("git"),
                host + "authors=author@example.com",
                "-Dcomfort.webhooks.poll.every=" + poll);
    }

    private void track(StandaloneProcess server) throws Exception {
        server.client().negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")));
    }

    private void push(String branch, String content) throws IOException {
        desk.write("src/A.java", content);
        desk.git("add", "-A");
        desk.git("commit", "-qm", "wip");
        desk.git("push", "-q", "--force", "origin", "HEAD:refs/heads/" + branch);
    }

    private int deliver(StandaloneProcess server, String id, String branch) throws Exception {
        String body =
                "{\"ref\":\"refs/heads/" + branch + "\",\"repository\":{\"clone_url\":\"" + desk.remote() + "\"}}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/webhooks/github"))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", id)
                .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(hmac(body)))
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static byte[] hmac(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode onlyDraft(StandaloneProcess server) {
        return await().atMost(SOON)
                .until(
                        () -> drafts(server),
                        drafts -> drafts.size() == 1
                                && drafts.getFirst().path("status").asString().equals("DRAFTED"))
                .getFirst();
    }

    private static List<String> statuses(StandaloneProcess server) throws Exception {
        return drafts(server).stream()
                .map(draft -> draft.path("status").asString())
                .toList();
    }

    private static List<JsonNode> drafts(StandaloneProcess server) throws Exception {
        GatewayClient client = server.client();
        JsonNode page =
                client.graphql("{ drafts(first: 50) { edges { node { id status version branch } } } }", Map.of());
        return page.path("data")
                .path("drafts")
                .path("edges")
                .valueStream()
                .map(edge -> edge.path("node"))
                .toList();
    }
}
