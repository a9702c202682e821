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
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The protocol {@code graphql-transport-ws}. */
class WebSocketTest extends GatewayTest {
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();

    @Test
    void aSubscriptionRunsOverAWebSocket() {
        DraftView draft = drafts.drafted("feat: a");
        WebSocket socket = connect("Authorization", "Bearer " + TOKEN);
        socket.sendText("{\"type\":\"connection_init\"}", true).join();
        await().untilAsserted(() -> assertThat(received).hasSize(1));
        assertThat(received.getFirst().path("type").asString()).isEqualTo("connection_ack");
        socket.sendText(
                        "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { draftChanged(id: \\\""
                                + draft.draftId() + "\\\") { status advice } }\"}}",
                        true)
                .join();
        await().untilAsserted(() -> assertThat(received).hasSize(2));
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
        socket.sendText("{\"type\":\"connection_init\"}", true).join();
        await().untilAsserted(() -> assertThat(received).hasSize(1));
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
