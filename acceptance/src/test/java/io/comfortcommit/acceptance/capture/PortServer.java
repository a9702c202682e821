package io.comfortcommit.acceptance.capture;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Repositories;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The captures' part of the interface, straight over the repositories: no events, no drafts, no database of these. */
final class PortServer implements AutoCloseable {
    private final Repositories repositories;
    private final UserId owner = new UserId(UUID.randomUUID());
    private final HttpServer http;

    PortServer(Repositories repositories) throws IOException {
        this.repositories = repositories;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/api/captures/negotiations", exchange -> answer(exchange, negotiated(body(exchange))));
        http.createContext("/api/captures", exchange -> answer(exchange, captured(body(exchange))));
        http.createContext("/graphql", exchange -> answer(exchange, Json.object()));
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private ObjectNode negotiated(byte[] body) {
        JsonNode question = Json.parse(body);
        RepositoryId repository = repositories.track(
                owner,
                question.path("remote").asString(),
                question.path("defaultBranch").asString());
        List<String> candidates = new ArrayList<>();
        question.path("candidates").forEach(id -> candidates.add(id.asString()));
        ObjectNode answer = Json.object().put("repositoryId", repository.toString());
        answer.set("have", Json.texts(repositories.have(owner, repository, candidates)));
        return answer;
    }

    /** Its two parts as the command line sends them. */
    private ObjectNode captured(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String boundary = text.substring(0, text.indexOf("\r\n"));
        int order = text.indexOf("\r\n\r\n") + 4;
        int end = text.indexOf("\r\n" + boundary, order);
        int bundle = text.indexOf("\r\n\r\n", end) + 4;
        int last = text.lastIndexOf("\r\n" + boundary);
        JsonNode json = Json.parse(new String(body, order, end - order, StandardCharsets.UTF_8));
        var ingested = repositories.ingest(order(json), new ByteArrayInputStream(body, bundle, last - bundle));
        return Json.object().put("draftId", ingested.draftId().toString());
    }

    private CaptureOrder order(JsonNode json) {
        return new CaptureOrder(
                new CaptureId(uuid(json, "captureId")),
                new RepositoryId(uuid(json, "repositoryId")),
                owner,
                new LaneId(uuid(json, "lane")),
                json.path("snapshot").asString(),
                Json.text(json, "base"),
                json.path("branch").asString(),
                CaptureMode.valueOf(json.path("mode").asString()),
                new GitAuthor(
                        json.path("author").path("name").asString(),
                        json.path("author").path("email").asString()),
                Instant.parse(json.path("capturedAt").asString()),
                json.path("client").asString());
    }

    private static UUID uuid(JsonNode json, String field) {
        return UUID.fromString(json.path(field).asString());
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        return exchange.getRequestBody().readAllBytes();
    }

    private static void answer(HttpExchange exchange, ObjectNode json) throws IOException {
        byte[] text = Json.text(json).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
