package io.comfortcommit.acceptance.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SecretsTest {
    private static final String TOKEN = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";
    private static final String PASSWORD = "kX9!vq27Lm";

    @Test
    void nothingThatLooksLikeASecretIsPushedBeforeItsAuthorSaysThatItIsNone(@TempDir Path folder, @TempDir Path git)
            throws Exception {
        Desk desk = Desk.in(git);
        try (StandaloneProcess server = StandaloneProcess.start(folder)) {
            GatewayClient client = server.client();
            desk.write("Shop.java", "class Shop {\n    String token = \"" + TOKEN + "\";\n}\n");
            UUID first = captured(desk, client);
            assertThat(drafted(client, first).findValuesAsString("kind")).containsExactly("GITHUB_TOKEN");
            JsonNode refused = client.approve(first, version(client, first));
            assertThat(refused.path("errors")
                            .get(0)
                            .path("extensions")
                            .path("code")
                            .asString())
                    .isEqualTo("SECRETS_FOUND");
            assertThat(client.clearFindings(first)).isEqualTo(3);
            await().until(() -> client.findings(first).get(0).path("cleared").asBoolean());

            desk.write(".env", "DB_PASSWORD=" + PASSWORD + "\n");
            UUID second = captured(desk, client);
            JsonNode found = drafted(client, second);
            assertThat(found.findValuesAsString("path")).containsExactly(".env", "Shop.java");
            assertThat(found.get(0).path("cleared").asBoolean()).as("it is new").isFalse();
            assertThat(found.get(1).path("cleared").asBoolean())
                    .as("it was decided about before")
                    .isTrue();
            refused = client.approve(second, version(client, second));
            assertThat(refused.path("errors")
                            .get(0)
                            .path("extensions")
                            .path("findings")
                            .toString())
                    .isEqualTo("[\"" + found.get(0).path("id").asString() + "\"]");
            assertThat(desk.remoteGit("log", "--format=%s", "main")).isEqualTo("docs: begin");

            JsonNode approved = client.approve(second, client.clearFindings(second));
            assertThat(approved.path("errors").isMissingNode())
                    .as(approved.toString())
                    .isTrue();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.draft(second).path("status").asString().equals("PUSHED"));
            assertThat(client.draft(second).path("timeline").findValuesAsString("type"))
                    .containsExactly("Captured", "Drafted", "FindingsCleared", "Approved", "Pushed");
        }
        assertThat(Files.readString(folder.resolve("data/logs/comfort.jsonl"))).doesNotContain(TOKEN, PASSWORD);
    }

    @Test
    void aSecretInTheNameOfATestOrOfAFileIsShownNowhere(@TempDir Path folder, @TempDir Path git) throws Exception {
        String key = "AKIA" + "Z7QK3XN5WV2LRT6B";
        Desk desk = Desk.in(git);
        try (StandaloneProcess server = StandaloneProcess.start(folder)) {
            GatewayClient client = server.client();
            desk.write("cart.spec.ts", "it('uses " + key + "', () => {\n  pay(1)\n})\n");
            desk.write(TOKEN + ".md", "# Notes\n");
            UUID draft = captured(desk, client);
            assertThat(drafted(client, draft).findValuesAsString("path"))
                    .containsExactlyInAnyOrder("cart.spec.ts", "<GITHUB_TOKEN:1>.md");
            JsonNode shown = client.graphql(
                    "query($id: ID!) { draft(id: $id) { message card { clusters { title files { path } }"
                            + " symbols { name path } risk { reasons { code values } } secrets { path placeholder } reasons { code values } }"
                            + " diff { files { oldPath newPath patch } } } }",
                    Map.of("id", draft.toString()));
            assertThat(shown.path("errors").isMissingNode())
                    .as(shown.toString())
                    .isTrue();
            assertThat(shown.toString())
                    .contains("uses <AWS_ACCESS_KEY_ID:1>", "<GITHUB_TOKEN:1>.md")
                    .doesNotContain(key, TOKEN);
        }
    }

    private static UUID captured(Desk desk, GatewayClient client) throws Exception {
        Desk.Capture capture = desk.capture();
        JsonNode negotiated =
                client.negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")));
        GatewayClient.Answer accepted =
                client.capture(capture, negotiated.required("repositoryId").asString());
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return UUID.fromString(accepted.body().required("draftId").asString());
    }

    /** @return its findings */
    private static JsonNode drafted(GatewayClient client, UUID draft) {
        return await().atMost(Duration.ofSeconds(30)).until(() -> client.findings(draft), JsonNode::isArray);
    }

    private static long version(GatewayClient client, UUID draft) throws Exception {
        return client.draft(draft).path("version").asLong();
    }
}
