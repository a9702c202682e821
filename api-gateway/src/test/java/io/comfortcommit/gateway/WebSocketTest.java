package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.DraftView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;

/** The protocol {@code graphql-transport-ws}. */
@NullUnmarked // its fields are filled by the test framework
class WebSocketTest extends GatewayTest {
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<Integer> closed = new CopyOnWriteArrayList<>();

    @Autowired
    JdbcClient jdbc;

    @Test
    void aSubscriptionRunsOverAWebSocket() {
        DraftView draft = drafts.drafted("feat: a");
        WebSocket socket = connect("Authorization", "Bearer " + TOKEN);
        follow(socket, draft);
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));
        await().untilAsserted(() -> assertThat(received).hasSize(3));
        assertThat(received.get(2).at("/payload/data/draftChanged/status").asString())
                .isEqualTo("APPROVED");
        socket.sendText("{\"id\":\"1\",\"type\":\"complete\"}", true).join();
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
        socket.abort();
    }

    @Test
    void aWebSocketOfThePageIsLetInAndOneOfAnotherSiteIsNot() {
        String session = session();
        WebSocket socket = connect("Cookie", "comfort_session=" + session, "Origin", url(""));
        init(socket);
        socket.abort();

        assertThat(refusal("Cookie", "comfort_session=" + session, "Origin", "http://evil.example"))
                .isEqualTo(403);
        assertThat(refusal("Cookie", "comfort_session=" + session)).isEqualTo(403);
    }

    @Test
    void aWebSocketNeedsTheOwner() {
        assertThat(refusal()).isEqualTo(401);
        assertThat(refusal("Authorization", "Bearer wrong")).isEqualTo(401);
        assertThat(refusal("Cookie", "comfort_session=forged", "Origin", url("")))
                .isEqualTo(401);
    }

    @Test
    void aWebSocketEndsAtOnceWhenItsBrowserIsLoggedOut() {
        DraftView draft = drafts.drafted("feat: a");
        SessionCookies browser = browser();
        WebSocket socket = browser.connect();
        follow(socket, draft);
        anybody.delete()
                .uri("/api/sessions")
                .cookie("comfort_session", browser.session())
                .header("Origin", url(""))
                .header("Content-Type", "application/json")
                .exchange()
                .expectStatus()
                .isNoContent();
        await().untilAsserted(() -> assertThat(closed).containsExactly(4401));
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));
        assertThat(received).hasSize(2);
    }

    @Test
    void aWebSocketEndsWhenARefreshTokenOfItsDeviceComesTwice() {
        SessionCookies browser = browser();
        init(browser.connect());
        browser.renew().expectStatus().isNoContent();
        browser.renew().expectStatus().isUnauthorized();
        await().untilAsserted(() -> assertThat(closed).containsExactly(4401));
    }

    @Test
    void aWebSocketEndsWhenItsDeviceIsShutOutByAnotherProcess() {
        init(browser().connect());
        jdbc.sql("UPDATE gateway.device SET revoked_at = now(), revoked_by = 'USER' WHERE revoked_at IS NULL")
                .update();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(closed).containsExactly(4401));
    }

    @Test
    void aWebSocketGoesOnForAsLongAsItsDeviceRenewsAndNoLonger() {
        DraftView draft = drafts.drafted("feat: a");
        SessionCookies browser = browser();
        follow(browser.connect(), draft);
        SessionCookies asleep = browser();
        asleep.connect();
        clock.advance(Duration.ofMinutes(9));
        browser.renew().expectStatus().isNoContent();
        clock.advance(Duration.ofMinutes(9));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(closed).containsExactly(4403));
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));
        await().untilAsserted(() -> assertThat(received).hasSize(3));
        clock.advance(Duration.ofMinutes(2));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(closed).containsExactly(4403, 4403));
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
    }

    /** A browser's cookies, as they were when it came in. */
    private record SessionCookies(WebSocketTest test, String session, String refresh) {
        WebSocket connect() {
            return test.connect("Cookie", "comfort_session=" + session, "Origin", test.url(""));
        }

        WebTestClient.ResponseSpec renew() {
            return test.anybody
                    .post()
                    .uri("/api/sessions/renewals")
                    .cookie("comfort_refresh", refresh)
                    .header("Origin", test.url(""))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{}")
                    .exchange();
        }
    }

    private SessionCookies browser() {
        MultiValueMap<String, ResponseCookie> cookies = anybody.post()
                .uri("/api/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", code()))
                .exchange()
                .expectStatus()
                .isNoContent()
                .returnResult(Void.class)
                .getResponseCookies();
        return new SessionCookies(
                this,
                Objects.requireNonNull(cookies.getFirst("comfort_session")).getValue(),
                Objects.requireNonNull(cookies.getFirst("comfort_refresh")).getValue());
    }

    private void init(WebSocket socket) {
        socket.sendText("{\"type\":\"connection_init\"}", true).join();
        await().untilAsserted(() -> assertThat(received).hasSize(1));
        assertThat(received.getFirst().path("type").asString()).isEqualTo("connection_ack");
    }

    private void follow(WebSocket socket, DraftView draft) {
        init(socket);
        socket.sendText(
                        "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { draftChanged(id: \\\""
                                + draft.draftId() + "\\\") { status advice } }\"}}",
                        true)
                .join();
        await().untilAsserted(() -> assertThat(received).hasSize(2));
    }

    private int refusal(String... headers) {
        int[] status = new int[1];
        assertThatThrownBy(() -> connect(headers))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> status[0] = refused.getResponse().statusCode());
        return status[0];
    }

    private WebSocket connect(String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.subprotocols("graphql-transport-ws")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), new Listener())
                .join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.add(status);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
