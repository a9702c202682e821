package io.comfortcommit.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to the gateway as any client would. */
public final class GatewayClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOUNDARY = "acceptance-boundary-7d1c";

    private final HttpClient http;
    private final URI url;
    private final String token;

    public GatewayClient(URI url, String token) {
        this(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build(), url, token);
    }

    private GatewayClient(HttpClient http, URI url, String token) {
        this.http = http;
        this.url = url;
        this.token = token;
    }

    /** Somebody else, over the same connections. */
    public GatewayClient as(String othersToken) {
        return new GatewayClient(http, url, othersToken);
    }

    /** @param status HTTP status */
    public record Answer(int status, JsonNode body) {}

    public Answer post(String path, Object body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public Answer capture(Desk.Capture capture, String repositoryId) throws IOException, InterruptedException {
        return capture(capture.order(repositoryId), capture.bundle());
    }

    public Answer capture(Map<String, ?> order, byte[] bundle) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "capture", "application/json", JSON.writeValueAsBytes(order));
        part(body, "bundle", "application/x-git-bundle", bundle);
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return send(HttpRequest.newBuilder(url.resolve("/api/captures"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String name, String type, byte[] content) {
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                        + name + "\"\r\nContent-Type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** Tracks the remote and asks which of the commits are known. */
    public JsonNode negotiate(String remote, String branch, List<String> candidates)
            throws IOException, InterruptedException {
        Answer answer = post(
                "/api/captures/negotiations",
                Map.of("remote", remote, "defaultBranch", branch, "candidates", candidates));
        if (answer.status() != 200) {
            throw new IllegalStateException("negotiation was answered " + answer);
        }
        return answer.body();
    }

    /** @return the answer's {@code data}, with {@code errors} beside it where there are any */
    public JsonNode graphql(String query, Map<String, ?> variables) throws IOException, InterruptedException {
        return post("/graphql", Map.of("query", query, "variables", variables)).body();
    }

    /**
     * Follows a subscription until the stream is closed.
     *
     * @return the {@code data} of each event; blocks for the next
     */
    public Stream<JsonNode> subscribe(String query, Map<String, ?> variables) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = http.send(
                HttpRequest.newBuilder(url.resolve("/graphql"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream")
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                JSON.writeValueAsString(Map.of("query", query, "variables", variables))))
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the subscription was answered " + answer.statusCode());
        }
        return answer.body()
                .filter(line -> line.startsWith("data:") && line.length() > 6)
                .map(line -> JSON.readTree(line.substring(5)).path("data"));
    }

    public JsonNode draft(UUID id) throws IOException, InterruptedException {
        JsonNode answer = graphql(
                "query($id: ID!) { draft(id: $id) { id status version message subject commitId landing landedOn rebased"
                        + " failure reason successorId timeline { sequence type } } }",
                Map.of("id", id.toString()));
        return answer.path("data").path("draft");
    }

    /** Findings of a draft's card: {@code id}, {@code kind}, {@code path}, {@code line}, {@code cleared}. */
    public JsonNode findings(UUID id) throws IOException, InterruptedException {
        return graphql(
                        "query($id: ID!) { draft(id: $id) { card { secrets { id kind path line cleared } } } }",
                        Map.of("id", id.toString()))
                .path("data")
                .path("draft")
                .path("card")
                .path("secrets");
    }

    /** Says of all that looks like a secret that it is none. @return the draft's version after it */
    public long clearFindings(UUID id) throws IOException, InterruptedException {
        JsonNode answer = graphql(
                "mutation($input: ClearFindingsInput!) { clearFindings(input: $input) { version } }",
                Map.of(
                        "input",
                        Map.of(
                                "draftId",
                                id.toString(),
                                "findings",
                                findings(id).findValuesAsString("id"))));
        return answer.path("data").path("clearFindings").required("version").asLong();
    }

    public JsonNode approve(UUID id, long version) throws IOException, InterruptedException {
        return graphql(
                "mutation($input: ApproveDraftInput!) { approveDraft(input: $input) { draftId status version } }",
                Map.of("input", Map.of("draftId", id.toString(), "expectedVersion", version)));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                request.timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body()));
    }
}
