package io.comfortcommit.sagas.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.comfortcommit.sagas.tokens.CallTracker;
import io.comfortcommit.sagas.tokens.ModelCall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a server on loopback that speaks the wire format of OpenAI's embeddings. */
class TextEmbeddingsTest {
    private static final RepositoryId REPOSITORY = new RepositoryId(UUID.randomUUID());
    private static final ModelCall.Purpose PURPOSE =
            new ModelCall.Purpose(new DraftId(UUID.randomUUID()), REPOSITORY, new UserId(UUID.randomUUID()));
    private static final TextEmbedding IN_PROCESS = new TextEmbedding() {
        @Override
        public String model() {
            return "in the process";
        }

        @Override
        public Optional<float[]> embed(String text) {
            return Optional.of(TextEmbedding.padded(new float[] {1}));
        }
    };

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final List<ModelCalled> accounts = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile int dimensions = 4;
    private volatile String garbage = "";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The vector of each text points along its own axis. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body =
                    JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            received.add(body);
            headers.addAll(exchange.getRequestHeaders().keySet());
            StringBuilder data = new StringBuilder();
            for (int text = body.path("input").size() - 1; text >= 0; text--) {
                StringBuilder vector = new StringBuilder();
                for (int i = 0; i < dimensions; i++) {
                    vector.append(i == 0 ? "" : ",").append(i == text ? "2.5" : "0");
                }
                data.append(data.isEmpty() ? "" : ",")
                        .append("{\"object\":\"embedding\",\"index\":" + text + ",\"embedding\":[" + vector + "]}");
            }
            String said = status != 200
                    ? "{\"error\":{\"message\":\"no\",\"type\":\"error\",\"param\":null,\"code\":null}}"
                    : garbage.isEmpty()
                            ? "{\"object\":\"list\",\"model\":\"m\",\"data\":[" + data
                                    + "],\"usage\":{\"prompt_tokens\":17,\"total_tokens\":17}}"
                            : garbage;
            byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private TextEmbeddings embeddings(Map<String, String> more) {
        Map<String, String> configured = new HashMap<>(Map.of(
                "comfort.llm.embedding.base-url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
                "comfort.llm.embedding.model",
                "m",
                "comfort.llm.embedding.api-key",
                "sk-1"));
        configured.putAll(more);
        LlmProperties policies = bound("comfort.llm", LlmProperties.class, configured);
        EmbeddingProperties properties = bound("comfort.llm.embedding", EmbeddingProperties.class, configured);
        CallTracker tracker = CallTracker.inMemory(
                new SimpleMeterRegistry(), event -> accounts.add((ModelCalled) event), Clock.systemUTC());
        return new ServerOrProcess(
                policies,
                IN_PROCESS,
                properties
                        .endpoint()
                        .map(endpoint -> new EmbeddingEndpoint(endpoint, properties, policies.breaker(), tracker))
                        .orElse(null));
    }

    private static <T> T bound(String prefix, Class<T> type, Map<String, String> configured) {
        return new Binder(new MapConfigurationPropertySource(configured)).bindOrCreate(prefix, Bindable.of(type));
    }

    @Test
    void aConfiguredServerGivesTheVector() {
        TextEmbedding embedding = embeddings(Map.of()).of(PURPOSE);

        assertThat(embedding.model()).isEqualTo("m");
        assertThat(embedding.embed("add function retry").orElseThrow())
                .hasSize(1536)
                .startsWith(1, 0, 0);
        assertThat(received).singleElement().satisfies(request -> {
            assertThat(request.path("input").path(0).asString()).isEqualTo("add function retry");
            assertThat(request.path("encoding_format").asString()).isEqualTo("float");
            assertThat(request.has("dimensions")).isFalse();
        });
        assertThat(headers).noneMatch(name -> name.toLowerCase().startsWith("x-stainless"));
        assertThat(accounts).singleElement().satisfies(call -> {
            assertThat(call.promptTokens()).isEqualTo(17);
            assertThat(call.endpoint()).isEqualTo("embedding");
            assertThat(call.outcome()).isEqualTo("OK");
        });
    }

    @Test
    void aLongTextIsSentInPiecesAndWeighed() {
        String text = "x".repeat(299) + "\n" + "y".repeat(99) + "\n";
        float[] vector = embeddings(Map.of("comfort.llm.embedding.chunk", "300"))
                .of(PURPOSE)
                .embed(text)
                .orElseThrow();

        assertThat(received)
                .singleElement()
                .satisfies(request -> assertThat(request.path("input").size()).isEqualTo(2));
        assertThat((double) vector[0] / vector[1]).isCloseTo(3, within(1e-4));
    }

    @Test
    void piecesAreWholeLinesWhereTheyFit() {
        assertThat(EmbeddingEndpoint.pieces("one\ntwo\nthree\n", 9)).containsExactly("one\ntwo\n", "three\n");
        assertThat(EmbeddingEndpoint.pieces("abcdefgh", 3)).containsExactly("abc", "def", "gh");
        assertThat(EmbeddingEndpoint.pieces("", 3)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 429, 500, 503})
    void aServerThatFailsGivesNoVectorAndNobodyTakesItsPlace(int failure) {
        status = failure;
        assertThat(embeddings(Map.of()).of(PURPOSE).embed("text")).isEmpty();
        assertThat(received).hasSize(1);
        assertThat(accounts)
                .singleElement()
                .satisfies(call -> assertThat(call.outcome()).isNotEqualTo("OK"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "not even JSON",
                "{\"object\":\"list\",\"model\":\"m\",\"data\":[],\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0}}",
                "{\"data\":[{\"index\":7,\"embedding\":[1]}]}"
            })
    void anAnswerThatIsNoneGivesNoVector(String answer) {
        garbage = answer;
        assertThat(embeddings(Map.of()).of(PURPOSE).embed("text")).isEmpty();
    }

    @Test
    void vectorsThatAreTooLongAreNotCut() {
        dimensions = 3072;
        assertThat(embeddings(Map.of()).of(PURPOSE).embed("text")).isEmpty();
        dimensions = 1536;
        TextEmbedding shorter =
                embeddings(Map.of("comfort.llm.embedding.dimensions", "1536")).of(PURPOSE);
        assertThat(shorter.embed("text")).isPresent();
        assertThat(shorter.model()).isEqualTo("m:1536");
        assertThat(received.getLast().path("dimensions").asInt()).isEqualTo(1536);
    }

    @Test
    void aServerThatFailsOftenRests() {
        status = 500;
        TextEmbedding embedding = embeddings(Map.of("comfort.llm.breaker.least", "2", "comfort.llm.breaker.of", "2"))
                .of(PURPOSE);
        for (int i = 0; i < 5; i++) {
            assertThat(embedding.embed("text")).isEmpty();
        }
        assertThat(received).hasSize(2);
    }

    @Test
    void aRepositoryThatMayNotBeSentIsReadInTheProcess() {
        assertThat(embeddings(Map.of("comfort.llm.policy", "none")).of(PURPOSE).model())
                .isEqualTo("in the process");
        assertThat(embeddings(Map.of(
                                "comfort.llm.repositories." + REPOSITORY.value(),
                                "self-hosted",
                                "comfort.llm.embedding.self-hosted",
                                "false"))
                        .of(PURPOSE)
                        .model())
                .isEqualTo("in the process");
        assertThat(received).isEmpty();
    }

    @Test
    void withoutAServerTextsAreReadInTheProcess() {
        TextEmbedding embedding =
                embeddings(Map.of("comfort.llm.embedding.base-url", "")).of(PURPOSE);
        assertThat(embedding.model()).isEqualTo("in the process");
        assertThat(embedding.embed("text")).isPresent();
        assertThat(received).isEmpty();
    }

    @Test
    void anAddressWithoutAModelIsAMistakeThatIsTold() {
        assertThatThrownBy(() -> embeddings(Map.of("comfort.llm.embedding.model", "")))
                .rootCause()
                .hasMessage("comfort.llm.embedding.base-url needs comfort.llm.embedding.model");
    }
}
