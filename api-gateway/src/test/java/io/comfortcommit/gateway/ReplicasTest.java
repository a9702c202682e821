package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.testing.FakeProvider;
import io.comfortcommit.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;

/** Two gateways over one database: what is decided in one holds in the other, and what works once works once in both. */
@NullUnmarked // its fields are filled by the test framework
class ReplicasTest extends GatewayTest {
    /** Longer than a process knows a device without asking again. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String WHO = "{ me { id devices { id current } } }";

    @Autowired
    TestDatabase database;

    @Autowired
    ConfigurableEnvironment environment;

    @Autowired
    JdbcClient jdbc;

    private ConfigurableApplicationContext replica;
    private WebTestClient other;

    @BeforeEach
    void anotherGateway() {
        replica = new SpringApplicationBuilder(TestGateway.class)
                .initializers(context -> {
                    context.getEnvironment().merge(environment);
                    context.getEnvironment().getPropertySources().remove("server.ports"); // those of the first
                    context.getBeanFactory().registerSingleton("database", database);
                    context.getBeanFactory().registerSingleton("clock", clock);
                })
                .run();
        other = anybody.mutate().baseUrl(otherUrl("")).build();
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    @Test
    void aLinkOpensOneBrowserOfFiftyThatComeToBoth() throws Exception {
        DraftView draft = drafts.drafted("feat: x");
        String link = json(owner.post()
                        .uri("/api/pairings")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("draftId", draft.draftId().toString()))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("code")
                .asString();
        List<Integer> statuses = fiftyTimes(gateway -> open(gateway, link));
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
        assertThat(statuses).allMatch(status -> status == 204 || status == 401 || status == 429);
        assertThat(jdbc.sql("SELECT count(*) FROM gateway.device WHERE only_draft = :draft")
                        .param("draft", draft.draftId().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void ofFiftyThatRenewAtBothOneWinsAndThenTheDeviceIsOutInBoth() throws Exception {
        Browser browser = browser();
        assertThat(fiftyTimes(gateway -> renew(gateway, browser.refresh())).stream()
                        .filter(status -> status == 204))
                .hasSize(1);
        for (WebTestClient gateway : List.of(anybody, other)) {
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(status(gateway, browser.session())).isEqualTo(401));
        }
    }

    @Test
    void aRefreshTokenThatWasUsedInOneIsAReplayInTheOther() {
        Browser owner = browser();
        assertThat(status(other, owner.session())).isEqualTo(200);
        assertThat(renew(anybody, owner.refresh())
                        .returnResult(Void.class)
                        .getStatus()
                        .value())
                .isEqualTo(204);
        assertThat(renew(other, owner.refresh())
                        .returnResult(Void.class)
                        .getStatus()
                        .value())
                .isEqualTo(401);
        assertThat(status(other, owner.session()))
                .as("at once where it came twice")
                .isEqualTo(401);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(status(anybody, owner.session())).isEqualTo(401));
    }

    @Test
    void whoIsLoggedOutInOneIsOutInTheOtherWithAllThatIsOpenThere() {
        String token = json(anybody.post()
                        .uri("/api/tokens")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("code", code()))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("token")
                .asString();
        WebTestClient program =
                other.mutate().defaultHeader("Authorization", "Bearer " + token).build();
        List<JsonNode> told = new CopyOnWriteArrayList<>();
        List<String> ended = new CopyOnWriteArrayList<>();
        follow(program, "subscription { draftChanged { status } }", Map.of())
                .doOnComplete(() -> ended.add("complete"))
                .subscribe(told::add);
        String device = json(send(program, WHO, Map.of()))
                .at("/data/me/devices")
                .valueStream()
                .filter(one -> one.path("current").asBoolean())
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        ask(
                "mutation($in: RevokeDeviceInput!) { revokeDevice(input: $in) { deviceId } }",
                Map.of("in", Map.of("deviceId", device)));
        await().atMost(SOON).untilAsserted(() -> assertThat(ended).containsExactly("complete"));
        assertThat(told.getLast().at("/errors/0/extensions/code").asString()).isEqualTo("UNAUTHENTICATED");
        await().atMost(SOON)
                .untilAsserted(() -> send(program, WHO, Map.of()).expectStatus().isUnauthorized());
    }

    @Test
    void aLoginThatBeganInOneEndsInTheOther() throws Exception {
        FakeProvider.only().begin(clock, "kim@example.org");
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<Void> begun = http.send(
                HttpRequest.newBuilder(URI.create(url("/api/login/corp"))).build(),
                HttpResponse.BodyHandlers.discarding());
        HttpResponse<Void> there = http.send(
                HttpRequest.newBuilder(URI.create(
                                begun.headers().firstValue("Location").orElseThrow()))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        URI back = URI.create(there.headers().firstValue("Location").orElseThrow());
        HttpResponse<Void> answer = http.send(
                HttpRequest.newBuilder(URI.create(otherUrl(back.getRawPath() + "?" + back.getRawQuery())))
                        .header(
                                "Cookie",
                                begun.headers()
                                        .firstValue("Set-Cookie")
                                        .orElseThrow()
                                        .split(";", 2)[0])
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/");
        assertThat(answer.headers().allValues("Set-Cookie")).anyMatch(cookie -> cookie.startsWith("comfort_session="));
    }

    private record Browser(String session, String refresh) {}

    @FunctionalInterface
    private interface Attempt {
        WebTestClient.ResponseSpec at(WebTestClient gateway);
    }

    /** Half of them at either gateway. */
    private List<Integer> fiftyTimes(Attempt attempt) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                WebTestClient gateway = i % 2 == 0 ? anybody : other;
                answers.add(threads.submit(() -> {
                    start.await();
                    return attempt.at(gateway)
                            .returnResult(Void.class)
                            .getStatus()
                            .value();
                }));
            }
            start.countDown();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        return statuses;
    }

    private Browser browser() {
        MultiValueMap<String, ResponseCookie> cookies = open(anybody, code())
                .expectStatus()
                .isNoContent()
                .returnResult(Void.class)
                .getResponseCookies();
        return new Browser(
                Objects.requireNonNull(cookies.getFirst("comfort_session")).getValue(),
                Objects.requireNonNull(cookies.getFirst("comfort_refresh")).getValue());
    }

    private static WebTestClient.ResponseSpec open(WebTestClient gateway, String code) {
        return gateway.post()
                .uri("/api/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", code))
                .exchange();
    }

    private WebTestClient.ResponseSpec renew(WebTestClient gateway, String refresh) {
        return gateway.post()
                .uri("/api/sessions/renewals")
                .cookie("comfort_refresh", refresh)
                .header("Origin", origin(gateway))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange();
    }

    private int status(WebTestClient gateway, String session) {
        return gateway.post()
                .uri("/graphql")
                .cookie("comfort_session", session)
                .header("Origin", origin(gateway))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("query", "{ me { id } }"))
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    private String origin(WebTestClient gateway) {
        return gateway == other ? otherUrl("") : url("");
    }

    private String otherUrl(String path) {
        return "http://127.0.0.1:" + replica.getEnvironment().getProperty("local.server.port") + path;
    }
}
