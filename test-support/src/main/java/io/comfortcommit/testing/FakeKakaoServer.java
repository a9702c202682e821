package io.comfortcommit.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A server on loopback that answers as Kakao's documentation says: {@code /oauth/authorize}, where
 * everybody says yes, {@code /oauth/token} and {@code /v2/api/talk/memo/default/send}. Gives and takes everything unless it
 * is told otherwise.
 */
public final class FakeKakaoServer implements AutoCloseable {
    private static final Runnable NOTHING = () -> {};

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Says> next = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(NOTHING);
    private final List<Received> received = new CopyOnWriteArrayList<>();

    public record Received(String path, String authorization, Map<String, String> form) {}

    public record Says(int status, String body) {
        /** As Kakao says no. */
        public static Says no(int status, int code) {
            return new Says(status, "{\"msg\":\"no, for a reason with a secret\",\"code\":" + code + "}");
        }

        /** Of tokens, whose names end so. */
        public static Says tokens(String name, int seconds, String scope) {
            return new Says(
                    200,
                    "{\"token_type\":\"bearer\",\"access_token\":\"access-" + name + "\",\"expires_in\":" + seconds
                            + ",\"refresh_token\":\"refresh-" + name
                            + "\",\"refresh_token_expires_in\":5183999,\"scope\":\"" + scope + "\"}");
        }
    }

    public FakeKakaoServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** With a slash at its end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** One answer for each request to come. */
    public void will(Says... answers) {
        next.addAll(List.of(answers));
    }

    /** What happens elsewhere once, after the next request has come and before it is answered. */
    public void meanwhile(Runnable elsewhere) {
        meanwhile.set(elsewhere);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public void forget() {
        received.clear();
        next.clear();
        meanwhile.set(NOTHING);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/oauth/authorize")) {
                Map<String, String> asked =
                        FormFields.of(exchange.getRequestURI().getRawQuery());
                exchange.getResponseHeaders()
                        .set("location", asked.get("redirect_uri") + "?code=one-code&state=" + asked.get("state"));
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            String authorization = exchange.getRequestHeaders().getFirst("authorization");
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(path, authorization == null ? "" : authorization, FormFields.of(form)));
            Says told = next.poll();
            meanwhile.getAndSet(NOTHING).run();
            Says says = told == null ? yes(path) : told;
            byte[] body = says.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json;charset=UTF-8");
            exchange.sendResponseHeaders(says.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Says yes(String path) {
        return path.startsWith("/oauth/")
                ? Says.tokens("1", 21_599, "talk_message")
                : new Says(200, "{\"result_code\":0}");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
