package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.query.DraftView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

/** Who follows and does not read: what waits for them is bounded, and nobody waits for them. */
class SlowReaderTest extends GatewayTest {
    /** So long that what the system itself keeps for a connection is full after some hundreds. */
    private static final String MESSAGE = "feat: a\n\n" + "x".repeat(20_000);

    private static final String FOLLOW = "subscription { draftChanged { version message } }";
    /** More than the system and the server hold for one reader by far. */
    private static final int MOST = 5_000;

    private static final int AT_ONCE = 64;
    private static final int SMALL = 4_096;

    enum Transport {
        EVENT_STREAM,
        WEB_SOCKET
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whoDoesNotReadIsEndedAndTheOthersGoOn(Transport transport) throws IOException {
        DraftView draft = drafts.drafted(MESSAGE);
        List<Long> heard = new CopyOnWriteArrayList<>();
        Disposable reader = follow("subscription { draftChanged { version } }", Map.of())
                .subscribe(event ->
                        heard.add(event.at("/data/draftChanged/version").asLong()));
        try (Socket slow = connected()) {
            switch (transport) {
                case EVENT_STREAM -> followByEventStream(slow);
                case WEB_SOCKET -> followByWebSocket(slow);
            }
            await().until(() -> drafts.watchers() == 2);
            long newest = draft.version();
            while (drafts.watchers() == 2) {
                newest = changed(draft, heard);
                assertThat(newest).as("changes that wait for who reads none").isLessThan(MOST);
            }
            assertThat(drafts.watchers()).isEqualTo(1);
            assertThat(changed(draft, heard)).isGreaterThan(newest);
            assertThat(heard).hasSize((int) (heard.getLast() - draft.version())).isSorted();

            assertThat(rest(slow)).contains("FELL_BEHIND").contains("connect again");
        } finally {
            reader.dispose();
        }
        await().until(() -> drafts.watchers() == 0);
    }

    /** Some changes, each of which the other reader hears. */
    private long changed(DraftView draft, List<Long> heard) {
        long newest = draft.version();
        for (int i = 0; i < AT_ONCE; i++) {
            newest = drafts.change(draft.draftId(), change -> change.branch("main"))
                    .version();
        }
        long last = newest;
        await().pollInterval(Duration.ofMillis(5)).until(() -> !heard.isEmpty() && heard.getLast() == last);
        return newest;
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private void followByEventStream(Socket socket) throws IOException {
        String body = JSON.writeValueAsString(Map.of("query", FOLLOW));
        send(socket, """
                POST /graphql HTTP/1.1
                Host: 127.0.0.1
                Authorization: Bearer %s
                Content-Type: application/json
                Accept: text/event-stream
                Content-Length: %d

                """.formatted(TOKEN, body.length()).replace("\n", "\r\n") + body);
    }

    private void followByWebSocket(Socket socket) throws IOException {
        send(socket, """
                GET /graphql HTTP/1.1
                Host: 127.0.0.1
                Authorization: Bearer %s
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: graphql-transport-ws

                """.formatted(TOKEN).replace("\n", "\r\n"));
        readTo(socket, "\r\n\r\n");
        socket.getOutputStream().write(frame("{\"type\":\"connection_init\"}"));
        readTo(socket, "connection_ack");
        socket.getOutputStream()
                .write(frame(JSON.writeValueAsString(
                        Map.of("id", "1", "type", "subscribe", "payload", Map.of("query", FOLLOW)))));
    }

    private static void send(Socket socket, String request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** One text of less than 64 KiB, <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">masked</a> with zeros. */
    private static byte[] frame(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(new byte[] {(byte) (0x80 | 126), (byte) (payload.length >> 8), (byte) payload.length});
        }
        frame.write(new byte[4]);
        frame.write(payload);
        return frame.toByteArray();
    }

    /** The last that there is to read, once the subscription says that it is over. */
    private static String rest(Socket socket) throws IOException {
        return readTo(socket, "FELL_BEHIND");
    }

    /** @return what was read last, the text included */
    private static String readTo(Socket socket, String text) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] part = new byte[SMALL];
        StringBuilder last = new StringBuilder();
        while (last.indexOf(text) < 0) {
            int read = in.read(part);
            assertThat(read).as("more to read, up to %s", text).isPositive();
            last.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
            if (last.length() > 2 * SMALL) {
                last.delete(0, last.length() - 2 * SMALL);
            }
        }
        return last.toString();
    }
}
