package io.comfortcommit.queryside.search;

import io.comfortcommit.testing.SearchNodeClassPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A real OpenSearch in a process of its own, which the tests of the JVM share and which ends with that. */
public final class NodeProcess implements SearchServer {
    private static final String TOKEN = "of-tests-only";

    private final Process process;
    private final Place place;
    private volatile boolean reachable = true;

    private NodeProcess(Path folder) {
        try {
            this.process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx384m",
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            SearchNodeClassPath.built(),
                            "io.comfortcommit.searchnode.SearchNode",
                            folder.toString()))
                    .redirectError(folder.resolve("stderr").toFile())
                    .start();
            process.getOutputStream().write((TOKEN + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String port = output.readLine();
            if (port == null) {
                throw new IllegalStateException("the node did not start, see " + folder.resolve("stderr"));
            }
            this.place = new Place(URI.create("http://127.0.0.1:" + port), "Bearer " + TOKEN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static NodeProcess shared() {
        return Shared.NODE;
    }

    private static final class Shared {
        static final NodeProcess NODE = new NodeProcess(folder());

        private static Path folder() {
            try {
                Path folder = Files.createTempDirectory(Path.of("target"), "search-node-");
                return folder.toAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether anybody is told where it is. */
    public void reachable(boolean now) {
        reachable = now;
    }

    /** For what a test does behind everybody's back. */
    SearchEngine engine() {
        return new SearchEngine(this, true);
    }

    public void refresh() {
        send("POST", "/" + CommitLog.ALIAS + "/_refresh?ignore_unavailable=true", null);
    }

    /** As it is stored. */
    public String document(UUID draft) {
        return found(draft).toString();
    }

    /** Forgets what those who used it before have written. */
    public void clear() {
        send("DELETE", "/cc_*?ignore_unavailable=true&allow_no_indices=true", null);
    }

    /** All that can be found, in the order of their drafts; of at most 10,000. */
    public List<String> documents() {
        refresh();
        return send(
                        "POST",
                        "/" + CommitLog.ALIAS + "/_search",
                        Map.of("size", 10_000, "version", true, "sort", List.of(Map.of("draft", "asc"))))
                .path("hits")
                .path("hits")
                .valueStream()
                .map(hit -> hit.path("_id").asString() + " " + hit.path("_version") + " " + hit.path("_source"))
                .toList();
    }

    public void remove(UUID draft) {
        send("DELETE", "/" + found(draft).path("_index").asString() + "/_doc/" + draft + "?refresh=true", null);
    }

    /** Makes it say that it says something else. */
    public void falsify(UUID draft) {
        JsonNode found = found(draft);
        ObjectNode source = (ObjectNode) found.path("_source");
        source.put("digest", "of something else");
        put(found, draft, source);
    }

    /** Adds what another one says for a draft that is not there. */
    public void invent(UUID draft, UUID like) {
        JsonNode found = found(like);
        ObjectNode source = (ObjectNode) found.path("_source");
        source.put("draft", draft.toString());
        put(found, draft, source);
    }

    /** Those with an alias of the log's, and their aliases. */
    public Map<String, Set<String>> indices() {
        Map<String, Set<String>> indices = new TreeMap<>();
        send("GET", "/" + CommitLog.ALIAS + "/_alias", null)
                .properties()
                .forEach(index -> indices.put(
                        index.getKey(),
                        new TreeSet<>(index.getValue().path("aliases").propertyNames())));
        return indices;
    }

    private void put(JsonNode found, UUID draft, ObjectNode source) {
        send(
                "PUT",
                "/" + found.path("_index").asString() + "/_doc/" + draft
                        + "?refresh=true&version=3&version_type=external_gte",
                SearchEngine.JSON.convertValue(source, new TypeReference<Map<String, Object>>() {}));
    }

    private JsonNode found(UUID draft) {
        return send("POST", "/" + CommitLog.ALIAS + "/_search", Map.of("query", Map.of("term", Map.of("_id", draft))))
                .path("hits")
                .path("hits")
                .path(0);
    }

    private JsonNode send(String method, String path, @Nullable Map<String, ?> body) {
        SearchEngine engine = engine();
        try {
            return engine.send(method, path, body, Duration.ofSeconds(20))
                    .orFail(method + " " + path)
                    .json();
        } finally {
            engine.close();
        }
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public Optional<Place> place() {
        return reachable ? Optional.of(place) : Optional.empty();
    }
}
