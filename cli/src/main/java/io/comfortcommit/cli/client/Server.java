package io.comfortcommit.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Talks to the server: captures and pairings by plain HTTP, drafts by GraphQL. Closed when the command is over. */
public final class Server implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** The server may have to fetch the whole history first. */
    private static final Duration LONG_ANSWER = Duration.ofMinutes(15);

    private final ServerLocation location;
    private final String language;
    private final HttpClient http;

    /** @param language in which the server shall speak, {@code ko} or {@code en} */
    public Server(ServerLocation location, String language) {
        this.location = location;
        this.language = language;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if ("http".equals(location.url().getScheme())) {
            builder.sslContext(trustingNobody());
        }
        this.http = builder.build();
    }

    /** Without TLS there is no reason to read the machine's certificates, which takes a tenth of a second. */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], new SecureRandom());
            return context;
        } catch (KeyManagementException e) {
            throw new IllegalStateException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    public URI url() {
        return location.url();
    }

    // --- captures

    /** Makes the remote known to the server and asks which of the commits it has. */
    public Negotiated negotiate(String remote, String defaultBranch, Collection<String> candidates) {
        ObjectNode question = Json.object().put("remote", remote).put("defaultBranch", defaultBranch);
        question.set("candidates", Json.of(List.copyOf(candidates)));
        JsonNode answer = post("api/captures/negotiations", question, LONG_ANSWER);
        Set<String> have = new HashSet<>();
        answer.path("have").forEach(id -> have.add(id.asString()));
        return new Negotiated(required(answer, "repositoryId"), have);
    }

    /**
     * Sends a capture. Again with the same capture id is the same capture.
     *
     * @param order as the interface describes it
     * @param bundle the file
     */
    public Accepted capture(ObjectNode order, Path bundle) {
        String boundary = "comfort-" + UUID.randomUUID();
        String before = "--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"capture\"\r\n"
                + "Content-Type: application/json\r\n\r\n"
                + order + "\r\n"
                + "--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"bundle\"; filename=\"capture.bundle\"\r\n"
                + "Content-Type: application/x-git-bundle\r\n\r\n";
        String after = "\r\n--" + boundary + "--\r\n";
        BodyPublisher body;
        try {
            body = BodyPublishers.concat(
                    BodyPublishers.ofString(before), BodyPublishers.ofFile(bundle), BodyPublishers.ofString(after));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode answer = send(request("api/captures", LONG_ANSWER)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body)
                .build());
        return new Accepted(required(answer, "draftId"), (ObjectNode) answer);
    }

    /** A link that lets one browser in, once, and shows a draft there. */
    public String approvalLink(String draftId) {
        return required(post("api/pairings", Json.object().put("draftId", draftId), ANSWER), "url");
    }

    // --- drafts

    /** Empty if the server does not know it, or not yet. */
    public Optional<Draft> draft(String id) {
        return drafts(Queries.DRAFT, Json.object().put("id", id));
    }

    /** With timeline. */
    public Optional<Draft> withTimeline(String id) {
        return drafts(Queries.TIMELINE, Json.object().put("id", id));
    }

    /** With the change of each file, without its lines. */
    public Optional<Draft> withFiles(String id) {
        return drafts(Queries.FILES, Json.object().put("id", id));
    }

    private Optional<Draft> drafts(String query, ObjectNode variables) {
        try {
            JsonNode draft = graphql(query, variables).path("draft");
            return draft.isObject() ? Optional.of(Draft.of(draft)) : Optional.empty();
        } catch (Failure failure) {
            if (failure.code().equals(Problem.DRAFT_NOT_FOUND.name())) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Newest first.
     *
     * @param statuses empty for all
     * @param after where the page before ended; null for the first
     */
    public DraftList drafts(Collection<String> statuses, int first, @Nullable String after) {
        ObjectNode variables = Json.object().put("first", first);
        if (after != null) {
            variables.put("after", after);
        }
        if (!statuses.isEmpty()) {
            variables.set("status", Json.of(List.copyOf(statuses)));
        }
        JsonNode connection = graphql(Queries.DRAFTS, variables).path("drafts");
        List<Draft> drafts = new ArrayList<>();
        connection.path("edges").forEach(edge -> drafts.add(Draft.of(edge.path("node"))));
        JsonNode page = connection.path("pageInfo");
        boolean more = page.path("hasNextPage").asBoolean();
        return new DraftList(drafts, more ? Json.text(page, "endCursor") : null);
    }

    /** @param next where the next page begins; null if this was the last */
    public record DraftList(List<Draft> drafts, @Nullable String next) {}

    /** @return the draft's version after it */
    public int approve(String id, int expectedVersion, @Nullable String message) {
        ObjectNode input = Json.object().put("draftId", id).put("expectedVersion", expectedVersion);
        if (message != null) {
            input.put("message", message);
        }
        return change(Queries.APPROVE, "approveDraft", input);
    }

    /** Says of findings that they are no secrets. @return the draft's version after it */
    public int clear(String id, Collection<String> findings) {
        ObjectNode input = Json.object().put("draftId", id);
        input.set("findings", Json.of(List.copyOf(findings)));
        return change(Queries.CLEAR, "clearFindings", input);
    }

    /** @return the draft's version, which stays until there is another message */
    public int redraft(String id, int expectedVersion, String instruction) {
        ObjectNode input = Json.object()
                .put("draftId", id)
                .put("expectedVersion", expectedVersion)
                .put("instruction", instruction);
        return change(Queries.REDRAFT, "redraft", input);
    }

    /** @return the draft's version after it */
    public int discard(String id, int expectedVersion, @Nullable String reason) {
        ObjectNode input = Json.object().put("draftId", id).put("expectedVersion", expectedVersion);
        if (reason != null) {
            input.put("reason", reason);
        }
        return change(Queries.DISCARD, "discardDraft", input);
    }

    private int change(String mutation, String field, ObjectNode input) {
        ObjectNode variables = Json.object();
        variables.set("input", input);
        return graphql(mutation, variables).path(field).path("version").asInt();
    }

    // --- audit log

    /** @param next where the next page begins; null if this was the last */
    public record AuditPage(
            List<JsonNode> entries, @Nullable String next) {}

    /**
     * Newest first.
     *
     * @param filter parameters by name, each with one value or several
     * @param first 1 to 100
     * @param after where the page before ended; null for the first
     */
    public AuditPage audit(Map<String, List<String>> filter, int first, @Nullable String after) {
        Map<String, List<String>> parameters = new LinkedHashMap<>(filter);
        parameters.put("first", List.of(String.valueOf(first)));
        if (after != null) {
            parameters.put("after", List.of(after));
        }
        JsonNode page = send(request("api/audit" + query(parameters), ANSWER).build());
        List<JsonNode> entries = new ArrayList<>();
        page.path("entries").forEach(entries::add);
        return new AuditPage(entries, Json.text(page, "next"));
    }

    /**
     * All that the filter lets through, line by line as it arrives; to be closed.
     *
     * @param format {@code jsonl} or {@code csv}
     */
    public Stream<String> auditExport(Map<String, List<String>> filter, String format) {
        Map<String, List<String>> parameters = new LinkedHashMap<>(filter);
        parameters.put("format", List.of(format));
        HttpResponse<Stream<String>> answer = exchange(
                request("api/audit/export" + query(parameters), LONG_ANSWER)
                        .setHeader("Accept", "*/*")
                        .build(),
                BodyHandlers.ofLines());
        if (answer.statusCode() == 200) {
            return answer.body();
        }
        try (Stream<String> lines = answer.body()) {
            throw problem(
                    answer.statusCode(),
                    parsed(String.join("\n", lines.toList()).getBytes(UTF_8), answer));
        }
    }

    private static String query(Map<String, List<String>> parameters) {
        return parameters.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> parameter.getKey() + "=" + URLEncoder.encode(value, UTF_8)))
                .collect(Collectors.joining("&", "?", ""));
    }

    // --- HTTP

    private JsonNode graphql(String query, ObjectNode variables) {
        ObjectNode question = Json.object().put("query", query);
        question.set("variables", variables);
        JsonNode answer = post("graphql", question, ANSWER);
        JsonNode errors = answer.path("errors");
        if (!errors.isEmpty()) {
            throw refused(errors.get(0));
        }
        return answer.path("data");
    }

    private static Failure refused(JsonNode error) {
        JsonNode extensions = error.path("extensions");
        String code = Objects.requireNonNullElse(Json.text(extensions, "code"), "INTERNAL");
        int exitCode = code.equals("INTERNAL") ? ExitCode.FAILED : ExitCode.REFUSED;
        Failure failure =
                Failure.byServer(code, exitCode, Objects.requireNonNullElse(Json.text(error, "message"), code));
        for (String field : List.of("expected", "actual", "status")) {
            JsonNode value = extensions.path(field);
            if (!value.isMissingNode() && !value.isNull()) {
                failure.with(field, value);
            }
        }
        return failure;
    }

    private JsonNode post(String path, ObjectNode body, Duration patience) {
        return send(request(path, patience)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path, Duration patience) {
        return HttpRequest.newBuilder(location.url().resolve(path))
                .timeout(patience)
                .header("Accept", "application/json, application/problem+json")
                .header("Accept-Language", language)
                .header("Authorization", "Bearer " + location.token());
    }

    private JsonNode send(HttpRequest request) {
        HttpResponse<byte[]> answer = exchange(request, BodyHandlers.ofByteArray());
        JsonNode body = parsed(answer.body(), answer);
        if (answer.statusCode() / 100 == 2) {
            return body;
        }
        throw problem(answer.statusCode(), body);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw Failure.of(e, Problem.SERVER_UNREACHABLE, location.url());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(e, Problem.UNEXPECTED, "interrupted");
        }
    }

    private JsonNode parsed(byte[] body, HttpResponse<?> answer) {
        try {
            return Json.parse(body);
        } catch (JacksonException notJson) {
            throw answer.statusCode() == 401
                    ? unauthenticated()
                    : Failure.of(notJson, Problem.NOT_THE_SERVER, location.url());
        }
    }

    private static Failure problem(int status, JsonNode body) {
        String code = Json.text(body, "code");
        if (code == null) {
            return status == 401
                    ? unauthenticated()
                    : Failure.byServer("HTTP_" + status, ExitCode.FAILED, sentence(body, "HTTP " + status));
        }
        int exitCode = status >= 500 ? ExitCode.FAILED : ExitCode.REFUSED;
        return Failure.byServer(code, exitCode, sentence(body, code));
    }

    private static Failure unauthenticated() {
        return Failure.byServer("UNAUTHENTICATED", ExitCode.REFUSED, "401 Unauthorized");
    }

    private static String sentence(JsonNode problem, String otherwise) {
        String detail = Json.text(problem, "detail");
        String title = Json.text(problem, "title");
        return detail != null ? detail : Objects.requireNonNullElse(title, otherwise);
    }

    private String required(JsonNode answer, String field) {
        String text = Json.text(answer, field);
        if (text == null) {
            throw Failure.of(Problem.NOT_THE_SERVER, location.url());
        }
        return text;
    }

    @Override
    public void close() {
        // Not close(): it waits for idle connections.
        http.shutdownNow();
    }
}
