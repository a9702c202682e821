package io.comfortcommit.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on loopback that speaks the wire format of OpenAI's chat completions, well or badly as it is told. Where it is told
 * nothing more, it repeats what it was told last.
 */
public final class FakeModelServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Behaviour> next = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Set<String> known = Set.of("json_schema", "json_object");
    private volatile Behaviour last = new Behaviour.Says("{}");

    /** What came in. */
    public record Received(JsonNode body, String authorization, List<String> headers) {
        /** Everything that was said in the conversation. */
        public String conversation() {
            StringBuilder text = new StringBuilder();
            body.path("messages")
                    .forEach(message ->
                            text.append(message.path("content").asString("")).append('\n'));
            return text.toString();
        }
    }

    /** How it answers a request. */
    public sealed interface Behaviour {
        /** As it should; with as many choices as were asked for, streamed where that was asked for. */
        record Says(String text) implements Behaviour {}

        /** As it should, but not before it is let go. */
        record Holds(CountDownLatch release, String text) implements Behaviour {}

        /** A choice for each. */
        record SaysOneOf(List<String> texts) implements Behaviour {}

        /** A status and a body that the protocol knows. */
        record Fails(int status, int retryAfter) implements Behaviour {}

        /** Takes the request and says nothing, until it is closed. */
        record Silent() implements Behaviour {}

        /** A little of the answer again and again, so that it never ends; until it is closed. */
        record Drips() implements Behaviour {}

        /** Some of a stream, then the connection ends. */
        record BreaksOff(String text) implements Behaviour {}

        /** Status 200 and a body that is whatever it is. */
        record Garbage(String body) implements Behaviour {}

        /** Used all its tokens for reasoning. */
        record ReasonsTooLong() implements Behaviour {}
    }

    public FakeModelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** With {@code /v1}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** One behaviour for each request to come. */
    public FakeModelServer will(Behaviour... behaviours) {
        next.addAll(List.of(behaviours));
        return this;
    }

    /** Refuses requests for other forms of answers, as {@code json_schema}. */
    public FakeModelServer knowsOnly(String... formats) {
        known = Set.of(formats);
        return this;
    }

    public List<Received> received() {
        return received;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            received.add(new Received(
                    body,
                    authorization == null ? "" : authorization,
                    List.copyOf(exchange.getRequestHeaders().keySet())));
            JsonNode format = body.path("response_format").path("type");
            if (format.isString() && !known.contains(format.asString())) {
                fail(exchange, new Behaviour.Fails(400, 0));
                return;
            }
            Behaviour told = next.poll();
            if (told != null) {
                last = told;
            }
            boolean streamed = body.path("stream").asBoolean(false);
            switch (last) {
                case Behaviour.Says says -> say(exchange, List.of(says.text()), "stop", streamed);
                case Behaviour.Holds held -> {
                    held.release().await();
                    say(exchange, List.of(held.text()), "stop", streamed);
                }
                case Behaviour.SaysOneOf says -> say(exchange, says.texts(), "stop", streamed);
                case Behaviour.ReasonsTooLong _ -> say(exchange, List.of(""), "length", streamed);
                case Behaviour.Fails fails -> fail(exchange, fails);
                case Behaviour.Silent _ -> closed.await();
                case Behaviour.Drips _ -> drip(exchange, streamed);
                case Behaviour.BreaksOff part -> breakOff(exchange, part.text(), streamed);
                case Behaviour.Garbage garbage ->
                    send(exchange, 200, streamed ? "text/event-stream" : "application/json", garbage.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(HttpExchange exchange, List<String> texts, String end, boolean streamed)
            throws IOException {
        if (streamed) {
            StringBuilder events = new StringBuilder();
            for (int i = 0; i < texts.size(); i++) {
                for (String piece : pieces(texts.get(i))) {
                    events.append(event(i, piece, null));
                }
                events.append(event(i, "", end));
            }
            events.append("data: ").append(chunk("[]", usage())).append("\n\ndata: [DONE]\n\n");
            send(exchange, 200, "text/event-stream", events.toString());
            return;
        }
        StringBuilder choices = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            choices.append(i == 0 ? "" : ",")
                    .append("{\"index\":")
                    .append(i)
                    .append(",\"finish_reason\":\"")
                    .append(end)
                    .append("\",\"logprobs\":null,\"message\":{\"role\":\"assistant\",\"refusal\":null,\"content\":")
                    .append(JSON.writeValueAsString(texts.get(i)))
                    .append("}}");
        }
        send(
                exchange,
                200,
                "application/json",
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"fake\",\"choices\":["
                        + choices + "],\"usage\":" + usage() + "}");
    }

    private static String usage() {
        return "{\"prompt_tokens\":1000,\"completion_tokens\":50,\"total_tokens\":1050}";
    }

    /** Of up to seven characters. */
    private static List<String> pieces(String text) {
        return IntStream.range(0, (text.length() + 6) / 7)
                .mapToObj(i -> text.substring(i * 7, Math.min(text.length(), i * 7 + 7)))
                .toList();
    }

    private static String event(int index, String text, @Nullable String end) {
        return "data: "
                + chunk(
                        "[{\"index\":" + index + ",\"delta\":{\"role\":\"assistant\",\"content\":"
                                + JSON.writeValueAsString(text) + "},\"finish_reason\":"
                                + (end == null ? "null" : "\"" + end + "\"") + "}]",
                        "null")
                + "\n\n";
    }

    private static String chunk(String choices, String usage) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"fake\",\"choices\":"
                + choices + ",\"usage\":" + usage + "}";
    }

    private static void fail(HttpExchange exchange, Behaviour.Fails fails) throws IOException {
        if (fails.retryAfter() > 0) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(fails.retryAfter()));
        }
        send(
                exchange,
                fails.status(),
                "application/json",
                "{\"error\":{\"message\":\"no\",\"type\":\"error\",\"param\":null,\"code\":null}}");
    }

    private void drip(HttpExchange exchange, boolean streamed) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", streamed ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        while (!closed.await(50, TimeUnit.MILLISECONDS)) {
            out.write((streamed ? event(0, "x", null) : " ").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /** Promises more than it sends. */
    private static void breakOff(HttpExchange exchange, String text, boolean streamed) throws IOException {
        byte[] some =
                (streamed ? event(0, text, null) : "{\"id\":\"chatcmpl-1\",\"choi").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", streamed ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, some.length + 1_000L);
        OutputStream out = exchange.getResponseBody();
        out.write(some);
        out.flush();
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
