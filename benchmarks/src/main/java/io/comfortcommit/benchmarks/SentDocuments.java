package io.comfortcommit.benchmarks;

import io.comfortcommit.queryside.search.SearchServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The documents of the content log, sent once more to an index of the same template that nobody reads: bodies that are made
 * beforehand, two requests at a time.
 */
final class SentDocuments implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LOG = "cc_commit_log";
    private static final String INDEX = "cc_sent_commit_log_200001";
    private static final int AT_ONCE = 1_000;
    private static final int REQUESTS = 2;

    private final SearchServer.Place place;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private SentDocuments(SearchServer.Place place, Path folder) {
        this.place = place;
        this.folder = folder;
    }

    /** @param folder for the bodies */
    static SentDocuments to(SearchServer server, Path folder) throws IOException {
        return new SentDocuments(server.place().orElseThrow(), Files.createDirectories(folder));
    }

    /** Until all are sent and can be found. */
    double seconds() throws Exception {
        List<Path> bodies = bodies();
        JsonNode _ = send("PUT", INDEX, BodyPublishers.ofString("{\"settings\":{\"refresh_interval\":\"-1\"}}"));
        List<Callable<JsonNode>> requests = bodies.stream()
                .<Callable<JsonNode>>map(
                        body -> () -> send("POST", "_bulk?filter_path=errors", BodyPublishers.ofFile(body)))
                .toList();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(REQUESTS)) {
            for (Future<JsonNode> answer : threads.invokeAll(requests)) {
                if (answer.get().path("errors").asBoolean(true)) {
                    throw new IllegalStateException("a document was refused");
                }
            }
        }
        JsonNode _ = send("POST", INDEX + "/_refresh", BodyPublishers.noBody());
        double seconds = (System.nanoTime() - began) / 1e9;
        JsonNode _ = send("DELETE", INDEX, BodyPublishers.noBody());
        return seconds;
    }

    private List<Path> bodies() throws IOException, InterruptedException {
        List<Path> bodies = new ArrayList<>();
        String last = "";
        List<JsonNode> page = page(last);
        while (!page.isEmpty()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (JsonNode hit : page) {
                last = hit.path("_id").asString();
                body.writeBytes(("{\"index\":{\"_index\":\"" + INDEX + "\",\"_id\":\"" + last
                                + "\",\"version\":1,\"version_type\":\"external_gte\"}}\n" + hit.path("_source") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            bodies.add(Files.write(folder.resolve(bodies.size() + ".ndjson"), body.toByteArray()));
            page = page(last);
        }
        return bodies;
    }

    private List<JsonNode> page(String after) throws IOException, InterruptedException {
        String search = "{\"size\":" + AT_ONCE + ",\"sort\":[{\"draft\":\"asc\"}],"
                + "\"query\":{\"range\":{\"draft\":{\"gt\":\"" + after + "\"}}}}";
        return send("POST", LOG + "/_search", BodyPublishers.ofString(search))
                .path("hits")
                .path("hits")
                .valueStream()
                .toList();
    }

    private JsonNode send(String method, String path, BodyPublisher body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(place.url().resolve("/" + path))
                        .header("Authorization", String.valueOf(place.authorization()))
                        .header("Content-Type", "application/x-ndjson")
                        .method(method, body)
                        .build(),
                BodyHandlers.ofByteArray());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + " is answered with status " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
