package io.comfortcommit.acceptance.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.FakeModelServer;
import io.comfortcommit.testing.FakeModelServer.Behaviour;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two processes and HTTP between them: a message by a model, another one as the author asks, one chosen of several, and
 * what they cost.
 */
class ModelTest {
    private static final String TOKEN = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";

    @TempDir
    private static Path folder;

    private static FakeModelServer model;
    private static StandaloneProcess server;
    private static GatewayClient client;

    private Desk desk;

    @BeforeAll
    static void start() throws Exception {
        model = new FakeModelServer();
        server = StandaloneProcess.start(
                folder,
                "-Dcomfort.llm.endpoints[0].name=local",
                "-Dcomfort.llm.endpoints[0].base-url=" + model.url(),
                "-Dcomfort.llm.endpoints[0].model=some-model",
                "-Dcomfort.llm.endpoints[0].key-group=shop-team",
                "-Dcomfort.tokens.prices.some-model.prompt=2.50",
                "-Dcomfort.tokens.prices.some-model.answer=10",
                "-Dmanagement.endpoint.metrics.access=read-only",
                "-Dmanagement.endpoints.web.exposure.include=health,metrics");
        client = server.client();
    }

    @AfterAll
    static void stop() {
        // First, or the server waits for an answer.
        model.close();
        server.close();
    }

    @BeforeEach
    void setUpTheDesk(@TempDir Path git) throws Exception {
        desk = Desk.in(git);
    }

    @Test
    void aModelWritesWritesAgainAndGivesAChoiceAndNoSecretLeaves() throws Exception {
        model.will(says("add class Cart"));
        UUID draft = captured();
        JsonNode first = awaitMessage(draft, "feat(shop): add class Cart");

        List<String> grown = new CopyOnWriteArrayList<>();
        Stream<JsonNode> watch = watchWriting(draft, grown);
        model.will(says("introduce class Cart with its total"));
        JsonNode asked = redraft(draft, "name the total", first.path("version").asInt());
        assertThat(asked.path("errors").isMissingNode()).as(asked.toString()).isTrue();
        JsonNode second = awaitMessage(draft, "feat(shop): introduce class Cart with its total");
        assertThat(second.path("version").asInt())
                .isEqualTo(first.path("version").asInt() + 1);
        assertThat(second.path("timeline").findValuesAsString("type"))
                .containsExactly("Captured", "Drafted", "RedraftRequested", "Redrafted");
        assertThat(model.received().getLast().conversation()).contains("The author asks: name the total");
        await().untilAsserted(() -> assertThat(grown)
                .hasSizeGreaterThan(2)
                .startsWith("")
                .last()
                .isEqualTo("introduce class Cart with its total"));
        watch.close();

        model.will(
                new Behaviour.SaysOneOf(List.of(json("start with Cart", 0.9), json("bring Cart into the shop", 0.8))));
        JsonNode choice = client.graphql(
                        "query($id: ID!) { candidates(draftId: $id, byModel: 2) { subject origin } }",
                        Map.of("id", draft.toString()))
                .path("data")
                .path("candidates");
        assertThat(choice.findValuesAsString("subject")).startsWith("feat(shop): start with Cart");
        assertThat(choice.findValuesAsString("origin")).containsExactly("LLM", "LLM", "STRUCTURAL");

        assertThat(model.received())
                .allSatisfy(request -> assertThat(request.body().toString()).doesNotContain(TOKEN));
        assertThat(Files.readString(folder.resolve("data/logs/comfort.jsonl"))).doesNotContain(TOKEN);
    }

    @Test
    void whoApprovesMeanwhileDoesNotWaitForTheModel() throws Exception {
        int before = model.received().size();
        model.will(says("add class Cart"), new Behaviour.Silent());
        UUID draft = captured();
        awaitMessage(draft, "feat(shop): add class Cart");
        int version = Math.toIntExact(client.clearFindings(draft));
        redraft(draft, "shorter", version);
        await().atMost(Duration.ofSeconds(30)).until(() -> model.received().size() == before + 2);

        JsonNode approved = client.approve(draft, version);
        assertThat(approved.path("errors").isMissingNode())
                .as(approved.toString())
                .isTrue();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.draft(draft).path("status").asString().equals("PUSHED"));
        assertThat(desk.remoteGit("log", "-1", "--format=%s", "main")).isEqualTo("feat(shop): add class Cart");
    }

    @Test
    void whatItCostsIsReadOfTheKeyGroupThatPays() throws Exception {
        model.will(says("add class Cart"));
        awaitMessage(captured(), "feat(shop): add class Cart");
        double prompt = spentBy("shop-team", "model.prompt.tokens");
        double answer = spentBy("shop-team", "model.answer.tokens");
        assertThat(prompt).isPositive();
        assertThat(spentBy("shop-team", "model.cost.dollars"))
                .isCloseTo((2.50 * prompt + 10 * answer) / 1e6, within(1e-9));
        assertThat(metric("model.cost.dollars", "search-team", server.token()).statusCode())
                .as("nothing is spent by others")
                .isEqualTo(404);
        assertThat(metric("model.cost.dollars", "shop-team", "nobody's").statusCode())
                .isEqualTo(401);
    }

    private static double spentBy(String keyGroup, String metric) throws Exception {
        HttpResponse<String> answer = metric(metric, keyGroup, server.token());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared()
                .readTree(answer.body())
                .required("measurements")
                .required(0)
                .required("value")
                .asDouble();
    }

    private static HttpResponse<String> metric(String name, String keyGroup, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(server.url()
                                    .resolve("/actuator/metrics/" + name + "?tag=outcome:OK&tag=key_group:" + keyGroup))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Behaviour says(String subject) {
        return new Behaviour.Says(json(subject, 0.9));
    }

    private static String json(String subject, double confidence) {
        return "{\"type\":\"feat\",\"scope\":\"shop\",\"subject\":\"" + subject + "\",\"body\":[],\"confidence\":"
                + confidence + "}";
    }

    private UUID captured() throws Exception {
        desk.write(
                "src/shop/Cart.java",
                "class Cart {\n    int total() {\n        return connect(\"" + TOKEN + "\");\n    }\n}\n");
        Desk.Capture capture = desk.capture();
        JsonNode negotiated =
                client.negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")));
        GatewayClient.Answer accepted =
                client.capture(capture, negotiated.required("repositoryId").asString());
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return UUID.fromString(accepted.body().required("draftId").asString());
    }

    private JsonNode awaitMessage(UUID draft, String message) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> client.draft(draft),
                        found -> found.path("message").asString("").equals(message));
    }

    private JsonNode redraft(UUID draft, String instruction, int version) throws Exception {
        return client.graphql(
                "mutation($input: RedraftInput!) { redraft(input: $input) { status version } }",
                Map.of(
                        "input",
                        Map.of("draftId", draft.toString(), "instruction", instruction, "expectedVersion", version)));
    }

    /** Returns once the watch has begun. */
    private Stream<JsonNode> watchWriting(UUID draft, List<String> grown) throws Exception {
        Stream<JsonNode> events = client.subscribe(
                "subscription($id: ID!) { draftProgress(id: $id) { subject } }", Map.of("id", draft.toString()));
        Thread.ofVirtual()
                .start(() -> events.forEach(event ->
                        grown.add(event.path("draftProgress").path("subject").asString())));
        await().until(() -> !grown.isEmpty());
        return events;
    }
}
