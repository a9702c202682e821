package io.comfortcommit.gateway;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.testing.FakeKakaoServer;
import io.comfortcommit.testing.FakeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running gateway on loopback, one for all tests; {@link Caller} is always its owner. */
@SpringBootTest(
        classes = TestGateway.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "comfort.security.owner-token=" + GatewayTest.TOKEN,
            "comfort.security.owner-id=" + GatewayTest.OWNER_TEXT,
            "comfort.security.secrets.key=" + GatewayTest.SECRETS_KEY,
            "comfort.gateway.capture-limit=2MB",
            "comfort.gateway.allowed-hosts=commits.example.org",
            "comfort.gateway.sessions.failures-per-minute=5",
            "comfort.gateway.answer-within=5s",
            "comfort.webhooks.capture-limit=1MB",
            "comfort.webhooks.push-limit=1MB",
            "comfort.webhooks.poll.every=0s",
            "management.endpoints.web.exposure.include=health"
        })
@NullUnmarked // its fields are filled by the test framework
public abstract class GatewayTest {
    public static final String TOKEN = "owner-token-of-the-tests-0123456789abcdef";
    static final String SECRETS_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    static final String OLD_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String NEW_KEY = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    static final String PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
    static final String HUB_SECRET = "It's a Secret to Everybody";
    /** From Slack's documentation, as is what is signed with it in the test of its signatures. */
    static final String SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    static final String KAKAO_SECRET = "a secret of the app, quite long";
    /** One for all tests; it ends with the process. */
    static final FakeKakaoServer KAKAO = kakao();

    static final String LAB_TOKEN = "a token of the lab, quite long";
    static final String OWNER_TEXT = "7b0d4b5e-1f0a-4a53-9a0f-3a8f4f5c1d2e";
    public static final UUID OWNER = UUID.fromString(OWNER_TEXT);
    protected static final JsonMapper JSON = JsonMapper.builder().build();
    protected static final Path SPOOL = temporaryFolder();

    @LocalServerPort
    protected int port;

    @Autowired
    protected MemoryDrafts drafts;

    @Autowired
    protected MemoryAudit audit;

    @Autowired
    protected MemoryProjections projections;

    @Autowired
    protected MemorySearch search;

    @Autowired
    protected MemoryRepositories repositories;

    @Autowired
    protected MemoryDeliveries deliveries;

    @Autowired
    protected SettableClock clock;

    protected WebTestClient anybody;
    protected WebTestClient owner;

    @DynamicPropertySource
    static void spool(DynamicPropertyRegistry registry) {
        registry.add("comfort.gateway.spool", SPOOL::toString);
        String team = "https://git.example.org/team";
        String author = "author@example.org";
        sender(registry, "captures[0]", "ci", team, author, secret("old", OLD_KEY), secret("new", NEW_KEY));
        sender(registry, "captures[1]", "build", "https://git.example.org", "*", secret("public", PUBLIC_KEY));
        sender(registry, "github[0]", "hub", team, author, secret("hub", HUB_SECRET));
        registry.add("comfort.webhooks.slack", () -> secret("slack", SLACK_SECRET));
        sender(registry, "gitlab[0]", "lab", team, "*", secret("lab", LAB_TOKEN), secret("new", NEW_KEY));
        provider(registry, "providers[0]", "corp", "Corp", "OIDC");
        provider(registry, "providers[1]", "github", "GitHub", "GITHUB");
        registry.add("comfort.kakao.client-id", () -> "kakao-rest-key");
        registry.add("comfort.kakao.client-secret", () -> secret("kakao", KAKAO_SECRET));
        registry.add("comfort.kakao.authority", KAKAO::url);
        registry.add("comfort.login.allow", () -> "@example.org");
        registry.add("comfort.login.owner", () -> "corp/boss@example.org");
    }

    private static void provider(DynamicPropertyRegistry registry, String place, String id, String name, String kind) {
        String provider = "comfort.login." + place;
        registry.add(provider + ".id", () -> id);
        registry.add(provider + ".name", () -> name);
        registry.add(provider + ".kind", () -> kind);
        registry.add(provider + ".issuer", FakeProvider.only()::url);
        registry.add(provider + ".client-id", () -> FakeProvider.CLIENT);
        registry.add(provider + ".client-secret", () -> secret("client", FakeProvider.SECRET));
    }

    private static void sender(
            DynamicPropertyRegistry registry,
            String place,
            String name,
            String repositories,
            String authors,
            String... keys) {
        String sender = "comfort.webhooks." + place;
        registry.add(sender + ".name", () -> name);
        registry.add(sender + ".repositories", () -> repositories);
        registry.add(sender + ".authors", () -> authors);
        registry.add(sender + ".keys", () -> String.join(",", keys));
    }

    @BeforeEach
    void begin() {
        clock.advance(Duration.ofMinutes(2)); // failures of the test before are forgotten
        drafts.forget();
        repositories.texts(Map.of());
        audit.forget();
        projections.forget();
        search.forget();
        anybody = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(20))
                .build();
        owner = anybody.mutate()
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN)
                .build();
    }

    protected String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** A pairing code, fresh. */
    protected String code() {
        return json(owner.post()
                        .uri("/api/pairings")
                        .header("Content-Type", "application/json")
                        .bodyValue("{}")
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("code")
                .asString();
    }

    /** The value of a session cookie. */
    protected String session() {
        return anybody.post()
                .uri("/api/sessions")
                .header("Content-Type", "application/json")
                .bodyValue("{\"code\":\"" + code() + "\"}")
                .exchange()
                .expectStatus()
                .isNoContent()
                .returnResult(Void.class)
                .getResponseCookies()
                .getFirst("comfort_session")
                .getValue();
    }

    /** A page in a browser of its own. */
    protected WebTestClient withSession() {
        return anybody.mutate()
                .defaultCookie("comfort_session", session())
                .defaultHeader("Origin", url(""))
                .build();
    }

    protected Flux<JsonNode> follow(String query, Map<String, ?> variables) {
        return follow(owner, query, variables);
    }

    protected static Flux<JsonNode> follow(WebTestClient client, String query, Map<String, ?> variables) {
        return client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .bodyValue(JSON.writeValueAsString(Map.of("query", query, "variables", variables)))
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .getResponseBody()
                .filter(event -> "next".equals(event.event()))
                .map(event -> JSON.readTree(String.valueOf(event.data())));
    }

    protected JsonNode ask(String query, Map<String, ?> variables) {
        return json(send(owner, query, variables).expectStatus().isOk());
    }

    protected static WebTestClient.ResponseSpec send(WebTestClient client, String query, Map<String, ?> variables) {
        return client.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(Map.of("query", query, "variables", variables)))
                .exchange();
    }

    protected static JsonNode json(WebTestClient.ResponseSpec response) {
        byte[] body = response.expectBody().returnResult().getResponseBody();
        return JSON.readTree(body == null ? new byte[0] : body);
    }

    /** @return where a secret is, as settings refer to it */
    private static String secret(String name, String text) {
        try {
            Path file = SPOOL.resolveSibling(SPOOL.getFileName() + "-" + name);
            Files.writeString(file, text + "\n");
            return "file:" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FakeKakaoServer kakao() {
        try {
            return new FakeKakaoServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("comfort-gateway-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
