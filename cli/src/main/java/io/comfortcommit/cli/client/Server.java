package io.comfortcommit.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PushFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Talks to the server: captures and pairings by plain HTTP, drafts by GraphQL. Closed when the command is over. */
public final class Server implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** The server may have to fetch the whole history first. */
    private static final Duration LONG_ANSWER = Duration.ofMinutes(15);

    static {
        // What was asked twice would be answered as if somebody else had been faster.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private static final String AGENT = "agent";
    private static final String CLIENT_HEADER = "Comfort-Client";
    private static final String AGENT_CLIENT = "comfort-agent/0.1.0";
    private static final int LONGEST_WORDS = 4_000;

    private final ServerLocation location;
    private final String language;
    /** The newest one, which the JDK keeps open for the next request. */
    private @Nullable HttpURLConnection last;

    /** @param language in which the server shall speak, {@code ko} or {@code en} */
    public Server(ServerLocation location, String language) {
        this.location = location;
        this.language = language;
    }

    public URI url() {
        return location.url();
    }

    // --- captures

    /**
     * Makes the remote known to the server and asks which of the commits it has.
     *
     * @param agentWanted whether this machine shall make the commit, also where the server could
     */
    public Negotiated negotiate(
            String remote, String defaultBranch, Collection<String> candidates, boolean agentWanted) {
        ObjectNode question = Json.object().put("remote", remote).put("defaultBranch", defaultBranch);
        if (agentWanted) {
            question.put("push", AGENT);
        }
        question.set("candidates", Json.texts(candidates));
        JsonNode answer = post("api/captures/negotiations", question, LONG_ANSWER);
        Set<String> have = new HashSet<>();
        answer.path("have").forEach(id -> have.add(id.asString()));
        return new Negotiated(required(answer, "repositoryId"), have, AGENT.equals(Json.text(answer, "push")));
    }

    /**
     * Sends a capture. Again with the same capture id is the same capture.
     *
     * @param order as the interface describes it
     * @param bundle the file
     */
    public Accepted capture(ObjectNode order, Path bundle) {
        return upload(order, "bundle", "application/x-git-bundle", bundle);
    }

    /**
     * Sends what is told of a capture that stays here.
     *
     * @param analysis the file, JSON
     */
    public Accepted captureAnalysis(ObjectNode order, Path analysis) {
        return upload(order, "analysis", "application/json", analysis);
    }

    private Accepted upload(ObjectNode order, String part, String type, Path file) {
        String boundary = "comfort-" + required(order, "captureId");
        String before = "--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"capture\"\r\n"
                + "Content-Type: application/json\r\n\r\n"
                + Json.text(order) + "\r\n"
                + "--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"" + part + "\"; filename=\"capture." + part + "\"\r\n"
                + "Content-Type: " + type + "\r\n\r\n";
        String after = "\r\n--" + boundary + "--\r\n";
        JsonNode answer = send(
                "api/captures",
                "multipart/form-data; boundary=" + boundary,
                before.getBytes(UTF_8),
                Optional.of(file),
                after.getBytes(UTF_8),
                LONG_ANSWER);
        return new Accepted(required(answer, "draftId"), (ObjectNode) answer);
    }

    /** A link that lets one browser in, once, and shows a draft there. */
    public String approvalLink(String draftId) {
        return required(post("api/pairings", Json.object().put("draftId", draftId), ANSWER), "url");
    }

    /** What lets one program or browser in, once. @param expiresAt ISO 8601 */
    public record Invitation(String code, String url, String expiresAt) {}

    public Invitation invite() {
        JsonNode answer = post("api/pairings", Json.object(), ANSWER);
        return new Invitation(required(answer, "code"), required(answer, "url"), required(answer, "expiresAt"));
    }

    /** @return a token for the code of an invitation */
    public String redeem(String code) {
        return required(post("api/tokens", Json.object().put("code", code), ANSWER), "token");
    }

    // --- search

    /** @return how the log is, and what was found, as the schema names it */
    public JsonNode search(String text, int first) {
        return graphql(Queries.SEARCH, Json.object().put("text", text).put("first", first))
                .path("search");
    }

    public JsonNode searchState() {
        return read(() -> answer(asking("api/search", "application/json", ANSWER)));
    }

    /** @param id of the caller's making */
    public JsonNode reconcileSearch(String id, boolean dryRun) {
        return post(
                "api/search/reconciliations",
                Json.object().put("reconciliationId", id).put("dryRun", dryRun),
                ANSWER);
    }

    // --- devices and keys

    /** Those that are let in, newest first. */
    public List<JsonNode> devices() {
        List<JsonNode> devices = new ArrayList<>();
        graphql(Queries.DEVICES, Json.object()).path("me").path("devices").forEach(devices::add);
        return devices;
    }

    public void revokeDevice(String id) {
        ObjectNode variables = Json.object();
        variables.set("input", Json.object().put("deviceId", id));
        graphql(Queries.REVOKE_DEVICE, variables);
    }

    /** @return the ids of the new keys, and how many secrets were encrypted anew */
    public JsonNode rotateKeys() {
        return post("api/keys/rotations", Json.object(), LONG_ANSWER);
    }

    // --- people

    /** Who was erased. */
    public JsonNode erasures() {
        return read(() -> answer(asking("api/people/erasures", "application/json", ANSWER)));
    }

    /** @param person an id, or the address that somebody signs in with */
    public JsonNode erase(String person) {
        return post("api/people/erasures", Json.object().put("person", person), LONG_ANSWER);
    }

    // --- repositories

    /** The user's, as the schema names them. */
    public List<JsonNode> repositories() {
        return all(graphql(Queries.REPOSITORIES, Json.object()).path("repositories"));
    }

    /** @return how messages are drafted there then */
    public JsonNode setDrafting(ObjectNode chosen) {
        ObjectNode variables = Json.object();
        variables.set("input", chosen);
        return graphql(Queries.SET_DRAFTING, variables).path("setDrafting").path("drafting");
    }

    public List<JsonNode> members(String repository) {
        return all(graphql(Queries.MEMBERS, Json.object().put("in", repository)).path("members"));
    }

    /** @return who is a member then */
    public List<JsonNode> addMember(String repository, String person) {
        return all(changed(Queries.ADD_MEMBER, repository, person)
                .path("addMember")
                .path("members"));
    }

    /** @return who is a member then */
    public List<JsonNode> removeMember(String repository, String person) {
        return all(changed(Queries.REMOVE_MEMBER, repository, person)
                .path("removeMember")
                .path("members"));
    }

    private JsonNode changed(String mutation, String repository, String person) {
        ObjectNode variables = Json.object();
        variables.set("input", Json.object().put("repositoryId", repository).put("person", person));
        return graphql(mutation, variables);
    }

    private static List<JsonNode> all(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes;
    }

    // --- notifications

    /** As the schema names them. */
    public JsonNode notificationPreferences() {
        return graphql(Queries.NOTIFICATIONS, Json.object()).path("notificationPreferences");
    }

    /** @return as they are kept */
    public JsonNode setNotificationPreferences(ObjectNode chosen) {
        ObjectNode variables = Json.object();
        variables.set("input", chosen);
        return graphql(Queries.SET_NOTIFICATIONS, variables).path("setNotificationPreferences");
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

    /** Of those that the server knows, by id; in one request. */
    public Map<String, DraftStatus> statuses(Collection<String> ids) {
        StringBuilder fields = new StringBuilder();
        StringBuilder parameters = new StringBuilder();
        ObjectNode variables = Json.object();
        int number = 0;
        for (String id : ids) {
            String name = "d" + number++;
            parameters.append('$').append(name).append(": ID! ");
            fields.append(name).append(": draft(id: $").append(name).append(") { id status } ");
            variables.put(name, id);
        }
        ObjectNode question = Json.object().put("query", "query Statuses(" + parameters + ") { " + fields + "}");
        question.set("variables", variables);
        Map<String, DraftStatus> statuses = new HashMap<>();
        // Besides answers there may be errors, for drafts that it does not know.
        post("graphql", question, ANSWER).path("data").forEach(draft -> {
            String id = Json.text(draft, "id");
            String status = Json.text(draft, "status");
            if (id != null && status != null) {
                statuses.put(id, DraftStatus.valueOf(status));
            }
        });
        return statuses;
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
            variables.set("status", Json.texts(statuses));
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

    /** The commits that a draft could be split into; none where it can't be. */
    public List<JsonNode> split(String id) {
        List<JsonNode> parts = new ArrayList<>();
        graphql(Queries.SPLIT, Json.object().put("id", id))
                .path("draft")
                .path("split")
                .forEach(parts::add);
        return parts;
    }

    /**
     * Approves a draft as the commits that it could be split into, with their messages.
     *
     * @param messages of {@link #split}, in its order
     * @return the draft's version after it
     */
    public int approveSplit(String id, int expectedVersion, List<String> messages) {
        ObjectNode input = Json.object().put("draftId", id).put("expectedVersion", expectedVersion);
        ArrayNode parts = input.putArray("parts");
        for (int place = 0; place < messages.size(); place++) {
            parts.addObject()
                    .put("message", messages.get(place))
                    .putArray("clusters")
                    .add(place);
        }
        return change(Queries.APPROVE_SPLIT, "splitDraft", input);
    }

    /** Says of findings that they are no secrets. @return the draft's version after it */
    public int clear(String id, Collection<String> findings) {
        ObjectNode input = Json.object().put("draftId", id);
        input.set("findings", Json.texts(findings));
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
        JsonNode page = read(() -> answer(asking("api/audit" + query(parameters), "application/json", ANSWER)));
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
        return lines("api/audit/export" + query(parameters));
    }

    /**
     * A part of the audit chain as it is exported, line by line as it arrives; to be closed.
     *
     * @param from null for the beginning
     * @param to null for the end
     * @param size how many leaves the chain shall be shown with; null for all
     */
    public Stream<String> auditChain(@Nullable Long from, @Nullable Long to, @Nullable Long size) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        put(parameters, "from", from);
        put(parameters, "to", to);
        put(parameters, "size", size);
        return lines("api/audit/chain" + (parameters.isEmpty() ? "" : query(parameters)));
    }

    private static void put(Map<String, List<String>> parameters, String name, @Nullable Long value) {
        if (value != null) {
            parameters.put(name, List.of(value.toString()));
        }
    }

    /** The newest signed checkpoint of the audit chain. */
    public String auditCheckpoint() {
        return text("api/audit/checkpoint");
    }

    /** The public keys of the audit chain, one in each line. */
    public String auditKeys() {
        return text("api/audit/keys");
    }

    private String text(String path) {
        try (Stream<String> lines = lines(path)) {
            return lines.map(line -> line + "\n").collect(Collectors.joining());
        }
    }

    private Stream<String> lines(String path) {
        HttpURLConnection connection;
        try {
            connection = asking(path, "*/*", LONG_ANSWER);
            if (connection.getResponseCode() == 200) {
                BufferedReader lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
                return lines.lines().onClose(connection::disconnect);
            }
        } catch (IOException e) {
            throw Failure.of(e, Problem.SERVER_UNREACHABLE, location.url());
        }
        read(() -> answer(connection));
        throw Failure.of(Problem.NOT_THE_SERVER, location.url());
    }

    private static String query(Map<String, List<String>> parameters) {
        return parameters.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> parameter.getKey() + "=" + URLEncoder.encode(value, UTF_8)))
                .collect(Collectors.joining("&", "?", ""));
    }

    // --- projections

    public List<JsonNode> projections() {
        List<JsonNode> projections = new ArrayList<>();
        read(() -> answer(asking("api/projections", "application/json", ANSWER)))
                .path("projections")
                .forEach(projections::add);
        return projections;
    }

    /**
     * @param id of the caller's making
     * @param until ISO 8601; null for all events
     */
    public void startRebuild(String projection, UUID id, @Nullable String until, boolean dryRun) {
        post(
                "api/projections/" + encoded(projection) + "/rebuilds",
                Json.object()
                        .put("rebuildId", id.toString())
                        .put("until", until)
                        .put("dryRun", dryRun),
                ANSWER);
    }

    /** @param change pause, resume or cancel */
    public void changeRebuild(String projection, String change) {
        post("api/projections/" + encoded(projection) + "/rebuild/" + change, Json.object(), ANSWER);
    }

    /** @param projection null for those of all */
    public JsonNode deadLetters(@Nullable String projection, int first) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("first", List.of(String.valueOf(first)));
        if (projection != null) {
            parameters.put("projection", List.of(projection));
        }
        return read(() -> answer(asking("api/dead-letters" + query(parameters), "application/json", ANSWER)));
    }

    public JsonNode deadLetter(String id) {
        return read(() -> answer(asking("api/dead-letters/" + encoded(id), "application/json", ANSWER)));
    }

    public void retryDeadLetter(String id) {
        post("api/dead-letters/" + encoded(id) + "/retry", Json.object(), LONG_ANSWER);
    }

    public void discardDeadLetter(String id) {
        read(() -> {
            HttpURLConnection connection = connection("api/dead-letters/" + encoded(id), ANSWER);
            connection.setRequestMethod("DELETE");
            return answer(connection);
        });
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, UTF_8).replace("+", "%20");
    }

    // --- pushing from here

    /**
     * Takes an approved draft for this machine to push.
     *
     * @param agent the desk
     * @throws Failure {@code CLAIMED} by another agent, {@code NOT_CLAIMED} where it does not wait
     */
    public AgentClaim claimPush(String draftId, UUID agent) {
        JsonNode claim = asAgent(Queries.CLAIM, agentInput(draftId, agent)).path("claimAgentPush");
        return new AgentClaim(draftId, required(claim, "message"), Instant.parse(required(claim, "approvedAt")));
    }

    /** @param reason why it lies beside its branch */
    public void reportPush(
            String draftId,
            UUID agent,
            String commit,
            Landing landing,
            String branch,
            boolean rebased,
            int attempts,
            @Nullable String reason) {
        asAgent(
                Queries.AGENT_PUSH,
                agentInput(draftId, agent)
                        .put("commitId", commit)
                        .put("landing", landing.name())
                        .put("branch", branch)
                        .put("rebased", rebased)
                        .put("attempts", attempts)
                        .put("reason", reason == null ? null : cut(reason)));
    }

    /** @param words what the remote or a hook said */
    public void reportFailure(String draftId, UUID agent, PushFailure failure, String words, int attempts) {
        asAgent(
                Queries.AGENT_FAILURE,
                agentInput(draftId, agent)
                        .put("failure", failure.name())
                        .put("detail", cut(words))
                        .put("attempts", attempts));
    }

    private static String cut(String words) {
        String clean = words.replace('\0', ' ');
        return clean.length() > LONGEST_WORDS ? clean.substring(0, LONGEST_WORDS) : clean;
    }

    private static ObjectNode agentInput(String draftId, UUID agent) {
        return Json.object().put("draftId", draftId).put("agentId", agent.toString());
    }

    private JsonNode asAgent(String mutation, ObjectNode input) {
        ObjectNode question = Json.object().put("query", mutation);
        question.putObject("variables").set("input", input);
        byte[] text = Json.text(question).getBytes(UTF_8);
        JsonNode answer = read(() -> {
            HttpURLConnection connection = connection("graphql", ANSWER);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty(CLIENT_HEADER, AGENT_CLIENT);
            return exchange(connection, text, Optional.empty(), new byte[0]);
        });
        JsonNode errors = answer.path("errors");
        if (!errors.isEmpty()) {
            throw refused(errors.get(0));
        }
        return answer.path("data");
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
                Failure.byServer(code, exitCode, 200, Objects.requireNonNullElse(Json.text(error, "message"), code));
        for (String field : List.of("expected", "actual", "status")) {
            JsonNode value = extensions.path(field);
            if (!value.isMissingNode() && !value.isNull()) {
                failure.with(field, value);
            }
        }
        return failure;
    }

    private JsonNode post(String path, ObjectNode body, Duration patience) {
        byte[] text = Json.text(body).getBytes(UTF_8);
        return send(path, "application/json", text, Optional.empty(), new byte[0], patience);
    }

    private JsonNode send(
            String path, String type, byte[] before, Optional<Path> file, byte[] after, Duration patience) {
        return read(() -> {
            HttpURLConnection connection = connection(path, patience);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", type);
            if (file.isPresent()) {
                // Not into memory first. Then a 401 comes without the words of the server.
                connection.setFixedLengthStreamingMode((long) before.length + Files.size(file.get()) + after.length);
            }
            return exchange(connection, before, file, after);
        });
    }

    private HttpURLConnection asking(String path, String accepted, Duration patience) throws IOException {
        HttpURLConnection connection = connection(path, patience);
        connection.setRequestProperty("Accept", accepted);
        return connection;
    }

    @FunctionalInterface
    private interface Exchange {
        Answer answer() throws IOException;
    }

    private JsonNode read(Exchange exchange) {
        Answer answer;
        try {
            answer = exchange.answer();
        } catch (HttpRetryException asksWhoWeAre) {
            answer = new Answer(asksWhoWeAre.responseCode(), new byte[0]);
        } catch (IOException e) {
            throw Failure.of(e, Problem.SERVER_UNREACHABLE, location.url());
        }
        if (answer.status == 204) {
            return Json.object();
        }
        JsonNode body;
        try {
            body = Json.parse(answer.body);
        } catch (JacksonException notJson) {
            throw answer.status == 401
                    ? unauthenticated()
                    : Failure.of(notJson, Problem.NOT_THE_SERVER, location.url());
        }
        if (answer.status / 100 == 2) {
            return body;
        }
        throw problem(answer.status, body);
    }

    /** With what is oldest in the JDK: its newer client takes as long to get ready as the rest of a capture takes. */
    private HttpURLConnection connection(String path, Duration patience) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) location.url().resolve(path).toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        connection.setRequestProperty("Accept-Language", language);
        if (!location.token().isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + location.token());
        }
        last = connection;
        return connection;
    }

    private static Answer exchange(HttpURLConnection connection, byte[] before, Optional<Path> file, byte[] after)
            throws IOException {
        connection.connect();
        try (OutputStream out = connection.getOutputStream()) {
            out.write(before);
            if (file.isPresent()) {
                Files.copy(file.get(), out);
            }
            out.write(after);
        } catch (HttpRetryException asksWhoWeAre) {
            throw asksWhoWeAre;
        } catch (IOException stoppedReading) {
            // A server that refuses early stops reading; what it answered counts.
            return answer(connection);
        }
        return answer(connection);
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? new byte[0] : in.readAllBytes());
        }
    }

    private record Answer(int status, byte[] body) {}

    private static Failure problem(int status, JsonNode body) {
        String code = Json.text(body, "code");
        if (code == null) {
            return status == 401
                    ? unauthenticated()
                    : Failure.byServer("HTTP_" + status, ExitCode.FAILED, status, sentence(body, "HTTP " + status));
        }
        int exitCode = status >= 500 ? ExitCode.FAILED : ExitCode.REFUSED;
        return Failure.byServer(code, exitCode, status, sentence(body, code));
    }

    private static Failure unauthenticated() {
        return Failure.byServer("UNAUTHENTICATED", ExitCode.REFUSED, 401, "401 Unauthorized");
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
        if (last != null) {
            last.disconnect();
        }
    }
}
