package io.comfortcommit.queryside.search;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a real OpenSearch and is in trouble when it is told to. */
public final class TroubledProxy implements SearchServer, AutoCloseable {
    public static final int SLOW_MILLISECONDS = 200;

    /** What becomes of a request. */
    public enum Trouble {
        NONE,
        /** Answered with 429 and not passed on. */
        BUSY,
        /** Passed on; then each document of a bulk is said to be refused with 429. */
        BUSY_AFTERWARDS,
        /** Taken, and neither passed on nor answered. */
        SILENT,
        /** Passed on, and the answer is lost. */
        SILENT_AFTERWARDS,
        /** Passed on after {@value #SLOW_MILLISECONDS} ms. */
        SLOW
    }

    private record Now(Trouble trouble, CountDownLatch over, AtomicInteger requests) {
        Now(Trouble trouble) {
            this(trouble, new CountDownLatch(1), new AtomicInteger());
        }
    }

    private final Place behind;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Now now = new Now(Trouble.NONE);

    public TroubledProxy(SearchServer behind) {
        this.behind = behind.place().orElseThrow();
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** From the next request on; those that wait are broken off. */
    public void trouble(Trouble trouble) {
        Now before = now;
        now = new Now(trouble);
        before.over().countDown();
    }

    /** Since the trouble began. */
    public int requests() {
        return now.requests().get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Now with = now;
        with.requests().incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            switch (with.trouble()) {
                case NONE -> answer(exchange, passedOn(exchange, body));
                case BUSY -> answer(exchange, 429, "{\"error\":{\"type\":\"rejected_execution_exception\"}}");
                case BUSY_AFTERWARDS -> {
                    HttpResponse<byte[]> done = passedOn(exchange, body);
                    if (exchange.getRequestURI().getPath().equals("/_bulk")) {
                        answer(
                                exchange,
                                200,
                                "{\"errors\":true,\"items\":[{\"index\":{\"_id\":\"1\",\"status\":429}}]}");
                    } else {
                        answer(exchange, done);
                    }
                }
                case SILENT -> with.over().await();
                case SILENT_AFTERWARDS -> {
                    passedOn(exchange, body);
                    with.over().await();
                }
                case SLOW -> {
                    if (!with.over().await(SLOW_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                        answer(exchange, passedOn(exchange, body));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private HttpResponse<byte[]> passedOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        behind.url().resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (String header : new String[] {"Authorization", "Content-Type"}) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public Optional<Place> place() {
        return Optional.of(
                new Place(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), behind.authorization()));
    }

    @Override
    public void close() {
        trouble(Trouble.NONE);
        server.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
