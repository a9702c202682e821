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
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on loopback that answers as Slack's documentation says: {@code /api/chat.postMessage}, {@code /api/chat.update}
 * and, as an incoming webhook, {@code /services/…}. Takes every message unless it is told otherwise.
 */
public final class FakeSlackServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Says> next = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();

    /** @param at nanoseconds, by {@link System#nanoTime()} */
    public record Received(String path, String authorization, JsonNode body, long at) {}

    /** An answer. */
    public record Says(int status, Map<String, String> headers, String body) {
        /** As Slack says no: with status 200. */
        public static Says no(String error) {
            return new Says(200, Map.of(), "{\"ok\":false,\"error\":\"" + error + "\"}");
        }
    }

    public FakeSlackServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** With a slash at its end. */
    public URI api() {
        return address("/api/");
    }

    public URI webhook() {
        return address("/services/T0/B0/XXXX");
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** One answer for each request to come. */
    public void will(Says... answers) {
        next.addAll(List.of(answers));
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String authorization = exchange.getRequestHeaders().getFirst("authorization");
            received.add(new Received(
                    path,
                    authorization == null ? "" : authorization,
                    JSON.readTree(exchange.getRequestBody().readAllBytes()),
                    System.nanoTime()));
            Says told = next.poll();
            Says says = told == null ? yes(path) : told;
            says.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = says.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(says.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Says yes(String path) {
        return path.startsWith("/api/")
                ? new Says(
                        200,
                        Map.of("content-type", "application/json; charset=utf-8"),
                        "{\"ok\":true,\"channel\":\"D024BE91L\",\"ts\":\"1405895017.%06d\",\"message\":{}}"
                                .formatted(count.incrementAndGet()))
                : new Says(200, Map.of("content-type", "text/html"), "ok");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
