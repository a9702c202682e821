package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.comfortcommit.gateway.token.SignedTokens;
import io.comfortcommit.gateway.token.SignedTokens.Purpose;
import io.comfortcommit.messages.query.DraftView;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;

/** A link to a draft, in the hands of whom it is for, and of others. */
@NullUnmarked // its fields are filled by the test framework
class ApprovalLinkTest extends GatewayTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    SignedTokens tokens;

    private DraftView draft;
    private DraftView other;

    @BeforeEach
    void twoDrafts() {
        draft = drafts.drafted("feat: x");
        other = drafts.drafted("feat: y");
    }

    @Test
    void aLinkIsASignedTokenForTenMinutesThatFitsIntoAQrCode() throws Exception {
        JsonNode link = link();
        String token = link.path("code").asString();
        assertThat(link.path("url").asString()).isEqualTo(url("/d/" + draft.draftId() + "#k=" + token));
        assertThat(link.path("expiresAt").asString())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(10)).toString());
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(draft.draftId().toString());
        assertThat(claims.getClaims()).containsOnlyKeys("iss", "aud", "sub", "exp", "jti");
        assertThat(token.length()).isLessThan(400);
    }

    @Test
    void whoOpensItDecidesAboutThatDraftAndSeesNoOther() {
        WebTestClient phone = browser(open(link(), null));
        assertThat(code(send(phone, "{ draft(id: \"" + draft.draftId() + "\") { id status } }", Map.of())))
                .isEmpty();
        for (String query : List.of(
                "{ draft(id: \"" + other.draftId() + "\") { id } }",
                "{ a: draft(id: \"" + draft.draftId() + "\") { id } b: draft(id: \"" + other.draftId() + "\") { id } }",
                "{ drafts { edges { cursor } } }",
                "{ me { id devices { id } } }",
                "{ auditLog { edges { cursor } } }",
                approval(other))) {
            assertThat(code(send(phone, query, Map.of()))).as(query).isEqualTo("FORBIDDEN");
        }
        phone.method(HttpMethod.POST)
                .uri("/api/pairings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isForbidden();
        assertThat(code(send(phone, approval(draft), Map.of()))).isEmpty();
    }

    @Test
    void lookingAtALinkDoesNotUseItUp() {
        JsonNode link = link();
        for (int i = 0; i < 3; i++) {
            for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
                anybody.method(method)
                        .uri("/d/" + draft.draftId() + "?k=" + link.path("code").asString())
                        .header("User-Agent", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")
                        .exchange()
                        .expectStatus()
                        .isOk();
            }
        }
        anybody.get().uri("/api/sessions").exchange().expectStatus().isUnauthorized();
        assertThat(open(link, null)).containsKey("comfort_session");
    }

    @Test
    void aLinkThatWasOpenedOpensNoOtherBrowser() {
        JsonNode link = link();
        MultiValueMap<String, ResponseCookie> first = open(link, null);
        JsonNode problem =
                json(post(link.path("code").asString(), null).expectStatus().isUnauthorized());
        assertThat(problem.path("code").asString()).isEqualTo("APPROVAL_LINK_INVALID");
        assertThat(problem.path("detail").asString()).contains("once");
        assertThat(code(send(browser(first), approval(draft), Map.of())))
                .as("the first goes on")
                .isEmpty();
        assertThat(jdbc.sql("SELECT concat(actor, ' ', outcome, ' ', reason) FROM gateway.action_log"
                                + " WHERE action = 'session.begin' ORDER BY id DESC LIMIT 1")
                        .query(String.class)
                        .single())
                .isEqualTo("anybody DENIED APPROVAL_LINK_INVALID");
    }

    @Test
    void aLinkInABrowserOfSomebodyElseIsRefusedAndStaysGood() {
        JsonNode link = link();
        MultiValueMap<String, ResponseCookie> theirs = open(link(), null);
        String refresh =
                Objects.requireNonNull(theirs.getFirst("comfort_refresh")).getValue();
        jdbc.sql(
                        "UPDATE gateway.device SET user_id = gen_random_uuid() WHERE id ="
                                + " (SELECT device_id FROM gateway.refresh_token WHERE hash = sha256(convert_to(:token, 'UTF8')))")
                .param("token", refresh)
                .update();
        for (String language : List.of("en", "ko")) {
            JsonNode problem = json(anybody.post()
                    .uri("/api/sessions")
                    .header("Accept-Language", language)
                    .cookie("comfort_refresh", refresh)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Map.of("code", link.path("code").asString()))
                    .exchange()
                    .expectHeader()
                    .doesNotExist("Set-Cookie")
                    .expectStatus()
                    .isEqualTo(HttpStatus.CONFLICT));
            assertThat(problem.path("code").asString()).isEqualTo("SIGNED_IN_AS_ANOTHER");
            assertThat(problem.path("detail").asString())
                    .contains(language.equals("en") ? "The link still works" : "링크는 아직 쓸 수 있습니다");
        }
        assertThat(open(link, null)).as("the nonce is there").containsKey("comfort_session");
    }

    @Test
    void ofFiftyThatOpenALinkAtOnceOneComesIn() throws Exception {
        String token = link().path("code").asString();
        CountDownLatch start = new CountDownLatch(1);
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return post(token, null)
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
        assertThat(Collections.frequency(statuses, 204)).isEqualTo(1);
        assertThat(statuses).allMatch(status -> status == 204 || status == 401 || status == 429);
        assertThat(jdbc.sql("SELECT count(*) FROM gateway.device WHERE only_draft = :draft")
                        .param("draft", draft.draftId().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aLinkThatIsTooOldForgedOrOfAnotherPurposeOpensNothing() {
        String good = link().path("code").asString();
        String[] parts = good.split("\\.");
        Duration day = Duration.ofDays(1);
        String draftId = draft.draftId().toString();
        for (Map.Entry<String, String> one : Map.of(
                        "no signature", parts[0] + "." + parts[1] + ".",
                        "another's content", parts[0] + "." + parts[1] + "x." + parts[2],
                        "a nonce that was not given",
                                tokens.sign(
                                        Purpose.APPROVAL,
                                        draftId,
                                        UUID.randomUUID().toString(),
                                        day),
                        "a session's token", tokens.sign(Purpose.ACCESS, OWNER.toString(), Map.of(), day),
                        "a login's token", tokens.sign(Purpose.LOGIN, draftId, nonce(good), day),
                        "the nonce for another draft",
                                tokens.sign(Purpose.APPROVAL, other.draftId().toString(), nonce(good), day),
                        "dots", "..")
                .entrySet()) {
            clock.advance(Duration.ofSeconds(20));
            post(one.getValue(), null)
                    .expectStatus()
                    .value(status -> assertThat(status).as(one.getKey()).isIn(401, 429));
        }
        String late = link().path("code").asString();
        clock.advance(Duration.ofMinutes(10));
        post(late, null).expectStatus().isUnauthorized();
        post(tokens.sign(Purpose.APPROVAL, draftId, nonce(late), day), null)
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void aLinkIsNoTokenOfAProgramAndNoSession() {
        String token = link().path("code").asString();
        anybody.post()
                .uri("/api/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", token))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        send(anybody.mutate().defaultHeader("Authorization", "Bearer " + token).build(), "{ __typename }", Map.of())
                .expectStatus()
                .isUnauthorized();
        send(
                        anybody.mutate()
                                .defaultCookie("comfort_session", token)
                                .defaultHeader("Origin", url(""))
                                .build(),
                        "{ __typename }",
                        Map.of())
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void anotherSiteOpensNoLink() {
        anybody.post()
                .uri("/api/sessions")
                .header("Origin", "https://evil.example")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", link().path("code").asString()))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void aBrowserThatIsInAlreadyKeepsWhatItMay() {
        MultiValueMap<String, ResponseCookie> home = post(code(), null)
                .expectStatus()
                .isNoContent()
                .returnResult(Void.class)
                .getResponseCookies();
        String refresh = home.getFirst("comfort_refresh").getValue();
        JsonNode link = link();
        assertThat(open(link, refresh)).isEmpty();
        post(link.path("code").asString(), null).expectStatus().isUnauthorized();
        assertThat(code(send(browser(home), "{ drafts { edges { cursor } } }", Map.of())))
                .isEmpty();
    }

    @Test
    void aBrowserThatCameByALinkComesByTheNextOneToo() {
        String refresh = open(link(), null).getFirst("comfort_refresh").getValue();
        JsonNode next = json(owner.post()
                .uri("/api/pairings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("draftId", other.draftId().toString()))
                .exchange());
        assertThat(code(send(browser(open(next, refresh)), approval(other), Map.of())))
                .isEmpty();
    }

    // ---

    private static String approval(DraftView draft) {
        return "mutation { approveDraft(input: {draftId: \"" + draft.draftId() + "\", expectedVersion: "
                + draft.version() + "}) { version } }";
    }

    private JsonNode link() {
        return json(owner.post()
                .uri("/api/pairings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("draftId", draft.draftId().toString()))
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static String nonce(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** @return the cookies that it gave */
    private MultiValueMap<String, ResponseCookie> open(JsonNode link, @Nullable String refresh) {
        EntityExchangeResult<Void> opened = post(link.path("code").asString(), refresh)
                .expectStatus()
                .isNoContent()
                .expectBody()
                .isEmpty();
        return opened.getResponseCookies();
    }

    private WebTestClient.ResponseSpec post(String code, @Nullable String refresh) {
        WebTestClient.RequestBodySpec request =
                anybody.post().uri("/api/sessions").header("Origin", url("")).contentType(MediaType.APPLICATION_JSON);
        if (refresh != null) {
            request.cookie("comfort_refresh", refresh);
        }
        return request.bodyValue(Map.of("code", code)).exchange();
    }

    private WebTestClient browser(MultiValueMap<String, ResponseCookie> cookies) {
        return anybody.mutate()
                .defaultCookie(
                        "comfort_session", cookies.getFirst("comfort_session").getValue())
                .defaultHeader("Origin", url(""))
                .build();
    }

    /** Of the first error; empty if there is none. */
    private static String code(WebTestClient.ResponseSpec response) {
        return json(response)
                .path("errors")
                .path(0)
                .path("extensions")
                .path("code")
                .asString("");
    }
}
