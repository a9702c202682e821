package io.comfortcommit.acceptance.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ChosenDraftsTest {
    private static final String CHOOSE =
            "mutation($input: SetDraftingInput!) { setDrafting(input: $input) { drafting { language gitmoji } } }";

    @Test
    void theOwnerOfARepositoryChoosesLanguageAndEmojiAndTheCommitHasThem(@TempDir Path folder, @TempDir Path git)
            throws Exception {
        Desk desk = Desk.in(git);
        try (StandaloneProcess server = StandaloneProcess.start(folder)) {
            GatewayClient client = server.client();
            String repository = client.negotiate(
                            desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")))
                    .required("repositoryId")
                    .asString();
            desk.write("Cart.java", "class Cart {\n    int total() {\n        return 0;\n    }\n}\n");
            assertThat(messageOf(client, captured(desk, client, repository))).isEqualTo("feat: add Cart");

            JsonNode chosen = client.graphql(
                    CHOOSE, Map.of("input", Map.of("repositoryId", repository, "language", "KO", "gitmoji", true)));
            assertThat(chosen.path("data").path("setDrafting").path("drafting").toString())
                    .as(chosen.toString())
                    .isEqualTo("{\"language\":\"KO\",\"gitmoji\":true}");
            UUID draft = captured(desk, client, repository);
            assertThat(messageOf(client, draft)).isEqualTo("feat: ✨ Cart 추가");
            client.approve(draft, client.draft(draft).path("version").asLong());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.draft(draft).path("status").asString().equals("PUSHED"));
            assertThat(desk.remoteGit("log", "-1", "--format=%s", "main")).isEqualTo("feat: ✨ Cart 추가");

            await().until(
                            () -> client.graphql("{ repositories { drafting { language } } }", Map.of()),
                            shown -> shown.findValuesAsString("language").equals(List.of("KO")));
        }
    }

    private static UUID captured(Desk desk, GatewayClient client, String repository) throws Exception {
        GatewayClient.Answer accepted = client.capture(desk.capture(), repository);
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return UUID.fromString(accepted.body().required("draftId").asString());
    }

    private static String messageOf(GatewayClient client, UUID draft) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> client.draft(draft),
                        found -> found.path("status").asString("").equals("DRAFTED"))
                .path("message")
                .asString();
    }
}
