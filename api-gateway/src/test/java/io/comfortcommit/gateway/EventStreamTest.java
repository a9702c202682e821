package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.DraftView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.Disposable;
import reactor.core.Disposables;
import tools.jackson.databind.JsonNode;

/** Subscriptions as server-sent events, and when they end. */
class EventStreamTest extends GatewayTest {
    private static final String FOLLOW = "subscription($id: ID) { draftChanged(id: $id) { status } }";

    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private Disposable stream = Disposables.disposed();

    @AfterEach
    void leave() {
        stream.dispose();
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
    }

    @Test
    void aStreamEndsByAnErrorWhenItsProgramIsLoggedOut() {
        JsonNode tokens = program();
        WebTestClient program = with(tokens);
        DraftView draft = follow(program);
        String device = json(send(program, "{ me { devices { id current } } }", Map.of()))
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
        assertEndsWith("UNAUTHENTICATED", "A valid token or session is needed");
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));
        assertThat(told).hasSize(2);
    }

    @Test
    void aStreamEndsForThiefAndOwnerWhenARefreshTokenComesTwice() {
        JsonNode tokens = program();
        follow(with(tokens));
        renew(tokens).expectStatus().isOk();
        renew(tokens).expectStatus().isUnauthorized();
        assertEndsWith("UNAUTHENTICATED", "A valid token or session is needed");
    }

    @Test
    void aStreamEndsWithTheTokenThatItBeganWithUnlessThatIsRenewed() {
        JsonNode first = program();
        DraftView draft = follow(with(first));
        clock.advance(Duration.ofMinutes(9));
        JsonNode second = json(renew(first).expectStatus().isOk());
        clock.advance(Duration.ofMinutes(9));
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));
        await().untilAsserted(() -> assertThat(told).hasSize(2));
        clock.advance(Duration.ofMinutes(1));
        assertEndsWith("TOKEN_EXPIRED", "connect again");
        JsonNode third = json(renew(second).expectStatus().isOk());
        told.clear();
        follow(with(third)); // it need not log in
    }

    private void assertEndsWith(String code, String words) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ended).hasSize(1));
        JsonNode error = told.getLast().path("errors").path(0);
        assertThat(error.at("/extensions/code").asString()).isEqualTo(code);
        assertThat(error.path("message").asString()).contains(words);
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
    }

    /** A draft of its own, that has been told as it stands. */
    private DraftView follow(WebTestClient client) {
        DraftView draft = drafts.drafted("feat: a");
        stream = follow(client, FOLLOW, Map.of("id", draft.draftId().toString()))
                .doOnComplete(() -> ended.add("complete"))
                .doOnError(failure -> ended.add(failure.toString()))
                .subscribe(told::add);
        await().untilAsserted(() -> assertThat(told).hasSize(1));
        return draft;
    }

    private WebTestClient with(JsonNode tokens) {
        return anybody.mutate()
                .defaultHeader("Authorization", "Bearer " + tokens.path("token").asString())
                .build();
    }

    private JsonNode program() {
        return json(anybody.post()
                .uri("/api/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", code(), "renews", true))
                .exchange()
                .expectStatus()
                .isOk());
    }

    private WebTestClient.ResponseSpec renew(JsonNode tokens) {
        return anybody.post()
                .uri("/api/tokens/renewals")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("refreshToken", tokens.path("refreshToken").asString()))
                .exchange();
    }
}
