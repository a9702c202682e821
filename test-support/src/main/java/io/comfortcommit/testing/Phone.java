package io.comfortcommit.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows a subscription until it is put away, as the page does or over a WebSocket. Many share a few threads. */
public final class Phone implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String ID = "1";

    /** What carries a subscription. */
    public enum Line {
        /** {@code graphql-transport-ws} */
        WEB_SOCKET,
        /** {@code text/event-stream} */
        EVENTS
    }

    private final Consumer<JsonNode> told;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile Runnable hangUp = () -> {};

    private Phone(Consumer<JsonNode> told) {
        this.told = told;
    }

    /**
     * @param subscription without variables
     * @param told the {@code data} of each event, one after the other; must not block
     */
    public static Phone follows(Person owner, Line line, String subscription, Consumer<JsonNode> told) {
        Phone phone = new Phone(told);
        Map<String, String> request = Map.of("query", subscription);
        switch (line) {
            case WEB_SOCKET -> phone.overWebSocket(owner, request);
            case EVENTS -> phone.overEvents(owner, request);
        }
        return phone;
    }

    /** Done with the reason if the server ended it. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /** Without a word, as who loses the connection. */
    @Override
    public void close() {
        hangUp.run();
    }

    private void overWebSocket(Person owner, Map<String, String> request) {
        URI server = owner.server();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + owner.token())
                .subprotocols("graphql-transport-ws")
                .buildAsync(
                        URI.create("ws://" + server.getHost() + ":" + server.getPort() + "/graphql"),
                        new Frames(request))
                .join();
        hangUp = socket::abort;
    }

    /** The body never ends by itself, so that only its beginning is waited for. */
    private void overEvents(Person owner, Map<String, String> request) {
        CompletableFuture<Integer> begun = new CompletableFuture<>();
        HTTP.sendAsync(
                        HttpRequest.newBuilder(owner.server().resolve("/graphql"))
                                .header("Authorization", "Bearer " + owner.token())
                                .header("Content-Type", "application/json")
                                .header("Accept", "text/event-stream")
                                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
                                .build(),
                        response -> {
                            begun.complete(response.statusCode());
                            return HttpResponse.BodySubscribers.fromLineSubscriber(new Lines());
                        })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        begun.completeExceptionally(failure);
                    }
                });
        int status = begun.join();
        if (status != 200) {
            throw new IllegalStateException("the subscription was answered " + status);
        }
    }

    private void hears(JsonNode payload) {
        if (payload.has("errors")) {
            ended.complete(payload.path("errors").toString());
        } else if (payload.has("data")) {
            told.accept(payload.path("data"));
        }
    }

    private final class Frames implements WebSocket.Listener {
        private final Map<String, String> request;
        private final StringBuilder text = new StringBuilder();
        /** A message is refused while the one before is still being sent. */
        private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

        Frames(Map<String, String> request) {
            this.request = request;
        }

        @Override
        public void onOpen(WebSocket socket) {
            say(socket, Map.of("type", "connection_init"));
            socket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = JSON.readTree(text.toString());
                text.setLength(0);
                switch (message.path("type").asString()) {
                    case "connection_ack" -> say(socket, Map.of("id", ID, "type", "subscribe", "payload", request));
                    case "ping" -> say(socket, Map.of("type", "pong"));
                    case "next" -> hears(message.path("payload"));
                    default -> ended.complete(message.toString());
                }
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            ended.complete(status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            ended.complete(failure.toString());
        }

        private void say(WebSocket socket, Map<String, ?> message) {
            sent = sent.thenCompose(_ -> socket.sendText(JSON.writeValueAsString(message), true))
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            ended.complete(failure.toString());
                        }
                    });
        }
    }

    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            hangUp = subscription::cancel;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("data:") && line.length() > 5) {
                hears(JSON.readTree(line.substring(5)));
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended.complete(failure.toString());
        }

        @Override
        public void onComplete() {
            ended.complete("the stream came to its end");
        }
    }
}
