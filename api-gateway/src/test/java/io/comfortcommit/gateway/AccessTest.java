package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.query.DraftView;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

class AccessTest extends GatewayTest {
    @Test
    void healthNeedsNobody() {
        assertThat(json(anybody.get()
                                .uri("/actuator/health")
                                .exchange()
                                .expectStatus()
                                .isOk())
                        .path("status")
                        .asString())
                .isEqualTo("UP");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /graphql",
        "POST, /api/captures",
        "POST, /api/captures/negotiations",
        "POST, /api/pairings",
        "GET, /actuator",
        "GET, /actuator/env",
        "GET, /nothing-here",
        "GET, /graphql"
    })
    void everythingElseNeedsTheOwner(String method, String path) {
        JsonNode problem = json(anybody.method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer")
                .expectHeader()
                .exists("trace_uuid"));
        assertThat(problem.path("type").asString()).isEqualTo("https://comfortcommit.io/problems/unauthenticated");
        assertThat(problem.path("code").asString()).isEqualTo("UNAUTHENTICATED");
        assertThat(problem.path("detail").asString()).contains("pairing link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Bearer " + TOKEN + "x", "Basic b3duZXI6b3duZXI=", TOKEN})
    void aWrongTokenIsRefusedEvenWhereNoneIsNeeded(String authorization) {
        for (String path : List.of("/graphql", "/", "/actuator/health")) {
            anybody.get()
                    .uri(path)
                    .header("Authorization", authorization)
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing-here, , 404, NOT_FOUND",
        "GET, /api/pairings, , 405, METHOD_NOT_ALLOWED",
        "DELETE, /, , 405, METHOD_NOT_ALLOWED",
        "POST, /api/pairings, text/plain, 415, UNSUPPORTED_MEDIA_TYPE",
        "POST, /api/captures, application/json, 415, UNSUPPORTED_MEDIA_TYPE",
        "POST, /graphql, text/plain, 415, UNSUPPORTED_MEDIA_TYPE",
        "GET, /graphql, , 405, METHOD_NOT_ALLOWED",
        "PUT, /graphql, application/json, 405, METHOD_NOT_ALLOWED"
    })
    void whatDoesNotExistIsAProblemInBothLanguages(
            String method, String path, @Nullable String type, int status, String code) {
        List<String> titles = new ArrayList<>();
        for (String language : List.of("en-GB,ko;q=0.5", "ko-KR,en;q=0.5")) {
            WebTestClient.RequestBodySpec request =
                    owner.method(HttpMethod.valueOf(method)).uri(path).header("Accept-Language", language);
            if (type != null) {
                request.contentType(MediaType.parseMediaType(type));
            }
            JsonNode problem = json(request.bodyValue("x")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(status)
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .expectHeader()
                    .exists("trace_uuid"));
            assertThat(problem.path("code").asString()).isEqualTo(code);
            assertThat(problem.path("status").asInt()).isEqualTo(status);
            titles.add(problem.path("title").asString());
        }
        assertThat(titles).doesNotHaveDuplicates();
        assertThat(titles.get(1)).matches(".*[가-힣].*");
    }

    @Test
    void whatIsAllowedIsSaidWith405() {
        owner.get().uri("/api/pairings").exchange().expectHeader().valueEquals("Allow", "POST");
        owner.get().uri("/graphql").exchange().expectHeader().valueEquals("Allow", "POST");
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() {
        for (WebTestClient.ResponseSpec response : List.of(
                anybody.get().uri("/").exchange(),
                anybody.post().uri("/graphql").exchange(),
                anybody.get().uri("/").header("Host", "evil.example").exchange(),
                owner.get().uri("/nothing-here").exchange())) {
            response.expectHeader()
                    .valueEquals("X-Content-Type-Options", "nosniff")
                    .expectHeader()
                    .valueEquals("Referrer-Policy", "no-referrer")
                    .expectHeader()
                    .valueEquals("X-Frame-Options", "DENY")
                    .expectHeader()
                    .exists("Permissions-Policy")
                    .expectHeader()
                    .value(
                            "Content-Security-Policy",
                            policy -> assertThat(policy)
                                    .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self'")
                                    .doesNotContain("unsafe"))
                    .expectHeader()
                    .exists("trace_uuid");
        }
    }

    @Test
    void aTraceGoesOnAndABrokenOneBeginsAnew() {
        owner.get()
                .uri("/nothing-here")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .exchange()
                .expectHeader()
                .valueEquals("trace_uuid", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736");
        for (String broken : List.of(
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "../../etc")) {
            owner.get()
                    .uri("/nothing-here")
                    .header("traceparent", broken)
                    .exchange()
                    .expectHeader()
                    .value(
                            "trace_uuid",
                            trace ->
                                    assertThat(UUID.fromString(trace).version()).isEqualTo(4));
        }
    }

    @Test
    void aBrowserIsPairedOnceAndThenKnown() {
        JsonNode pairing = json(pairing("{}"));
        String code = pairing.path("code").asString();
        assertThat(pairing.path("url").asString()).isEqualTo(url("/#k=" + code));
        assertThat(pairing.path("expiresAt").asString())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(10)).toString());
        assertThat(code).as("128 bits").hasSize(22);

        ResponseCookie cookie = Objects.requireNonNull(begin(code)
                .expectStatus()
                .isNoContent()
                .returnResult(Void.class)
                .getResponseCookies()
                .getFirst("comfort_session"));
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.isSecure()).as("loopback has no TLS").isFalse();
        assertThat(cookie.getValue()).doesNotContain(TOKEN);
        byCookie(cookie.getValue(), url("")).expectStatus().isOk();

        assertThat(json(begin(code).expectStatus().isUnauthorized())
                        .path("code")
                        .asString())
                .isEqualTo("PAIRING_CODE_INVALID");
    }

    @Test
    void aPairingWithoutADraftLeadsHome() {
        JsonNode pairing = json(pairing("{}"));
        assertThat(pairing.path("url").asString())
                .isEqualTo(url("/#k=" + pairing.path("code").asString()));
    }

    @Test
    void fiftyBrowsersWithOneCodeGetOneSession() throws Exception {
        String code = code();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(50);
                HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return http.send(
                                    HttpRequest.newBuilder(URI.create(url("/api/sessions")))
                                            .header("Content-Type", "application/json")
                                            .POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                }));
            }
            start.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
            assertThat(statuses)
                    .filteredOn(status -> status != 204)
                    .allMatch(status -> status == 401 || status == 429)
                    .hasSize(49);
        }
    }

    @Test
    void aCodeIsWorthNothingAfterTenMinutes() {
        String code = code();
        clock.advance(Duration.ofMinutes(10));
        begin(code).expectStatus().isUnauthorized();
    }

    @Test
    void aSessionPairsNobodyElse() {
        JsonNode problem = json(anybody.post()
                .uri("/api/pairings")
                .cookie("comfort_session", session())
                .header("Origin", url(""))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isForbidden());
        assertThat(problem.path("code").asString()).isEqualTo("FORBIDDEN");
    }

    @Test
    void aProgramIsPairedOnceByALinkThatLeadsHomeAndThenKnown() {
        String code = code();
        JsonNode paired = json(token(code).expectStatus().isOk());
        String token = paired.path("token").asString();
        assertThat(paired.path("expiresAt").asString())
                .isEqualTo(clock.instant().plus(Duration.ofDays(365)).toString());
        assertThat(token).doesNotContain(TOKEN);
        byToken(token).expectStatus().isOk();
        assertThat(json(token(code).expectStatus().isUnauthorized())
                        .path("code")
                        .asString())
                .isEqualTo("PAIRING_CODE_INVALID");
        clock.advance(Duration.ofDays(365));
        byToken(token).expectStatus().isUnauthorized();
    }

    @Test
    void aLinkToADraftLetsBrowsersInAndNoProgram() {
        DraftView draft = drafts.drafted("feat: x");
        String toDraft = json(pairing("{\"draftId\":\"" + draft.draftId() + "\"}"))
                .path("code")
                .asString();
        token(toDraft).expectStatus().isUnauthorized();
        begin(toDraft).expectStatus().isNoContent();
    }

    @Test
    void aProgramPairsBrowsersAndNoOtherProgram() {
        String token = json(token(code()).expectStatus().isOk()).path("token").asString();
        token(pairingBy(token)).expectStatus().isUnauthorized();
        begin(pairingBy(token)).expectStatus().isNoContent();
    }

    @Test
    void aSessionIsNoTokenAndATokenNoSession() {
        String token = json(token(code()).expectStatus().isOk()).path("token").asString();
        byToken(session()).expectStatus().isUnauthorized();
        byCookie(token, url("")).expectStatus().isUnauthorized();
    }

    private String pairingBy(String token) {
        return json(anybody.post()
                        .uri("/api/pairings")
                        .header("Authorization", "Bearer " + token)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{}")
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("code")
                .asString();
    }

    private WebTestClient.ResponseSpec token(String code) {
        return anybody.post()
                .uri("/api/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"code\":\"" + code + "\"}")
                .exchange();
    }

    private WebTestClient.ResponseSpec byToken(String token) {
        return anybody.post()
                .uri("/graphql")
                .header("Authorization", "Bearer " + token)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"query\":\"{ __typename }\"}")
                .exchange();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"code\":5}", "{\"code\":\"\"}", "{}", "{\"code\":\"a\",\"more\":1}", "not json", "[]"})
    void aPairingRequestThatIsNoneIsBad(String body) {
        JsonNode problem = json(anybody.post()
                .uri("/api/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest());
        assertThat(problem.path("code").asString()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void aChangeByCookieMustComeFromOurOwnPage() {
        String session = session();
        String query = "{\"query\":\"{ __typename }\"}";
        for (String origin :
                List.of("http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:" + port)) {
            assertThat(json(byCookie(session, origin).expectStatus().isForbidden())
                            .path("code")
                            .asString())
                    .isEqualTo("CROSS_SITE_REQUEST");
        }
        anybody.post()
                .uri("/graphql")
                .cookie("comfort_session", session)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(query)
                .exchange()
                .expectStatus()
                .isForbidden(); // no origin at all
        for (MediaType form :
                List.of(MediaType.TEXT_PLAIN, MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA)) {
            anybody.post()
                    .uri("/graphql")
                    .cookie("comfort_session", session)
                    .header("Origin", url(""))
                    .header("Content-Type", form.toString())
                    .bodyValue(query)
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
        assertThat(drafts.sent()).isEmpty();
    }

    @Test
    void anotherSiteCannotPairABrowserEither() {
        anybody.post()
                .uri("/api/sessions")
                .header("Origin", "http://evil.example")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"code\":\"" + code() + "\"}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void noOtherSiteMayReadUs() {
        anybody.options()
                .uri("/graphql")
                .header("Origin", "http://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .exchange()
                .expectHeader()
                .doesNotExist("Access-Control-Allow-Origin");
    }

    @Test
    void namesThatAreNotOursAreNotAnswered() throws IOException {
        for (String host : List.of("evil.example", "evil.example:" + port, "localhost.evil.example")) {
            assertThat(statusFor(host)).as(host).isEqualTo(421);
        }
        for (String host : List.of("localhost:" + port, "127.0.0.1", "[::1]:" + port, "Commits.Example.org")) {
            assertThat(statusFor(host)).as(host).isEqualTo(200);
        }
    }

    @Test
    void wrongTokensAreSlowedDownAndTheRightOneIsNot() {
        for (int i = 0; i < 5; i++) {
            wrongToken().expectStatus().isUnauthorized();
        }
        JsonNode problem = json(wrongToken()
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .value(
                        "Retry-After",
                        seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60)));
        assertThat(problem.path("code").asString()).isEqualTo("TOO_MANY_FAILURES");
        begin("A".repeat(22)).expectStatus().isEqualTo(429);
        owner.get().uri("/nothing-here").exchange().expectStatus().isNotFound();
        begin(code()).expectStatus().isNoContent();
        clock.advance(Duration.ofMinutes(1));
        wrongToken().expectStatus().isUnauthorized();
    }

    private WebTestClient.ResponseSpec wrongToken() {
        return anybody.get()
                .uri("/nothing-here")
                .header("Authorization", "Bearer wrong")
                .exchange();
    }

    private WebTestClient.ResponseSpec pairing(String body) {
        return owner.post()
                .uri("/api/pairings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk();
    }

    private WebTestClient.ResponseSpec begin(String code) {
        return anybody.post()
                .uri("/api/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"code\":\"" + code + "\"}")
                .exchange();
    }

    private WebTestClient.ResponseSpec byCookie(String session, String origin) {
        return anybody.post()
                .uri("/graphql")
                .cookie("comfort_session", session)
                .header("Origin", origin)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"query\":\"{ __typename }\"}")
                .exchange();
    }

    /** By hand, because clients write the host themselves. */
    private int statusFor(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
