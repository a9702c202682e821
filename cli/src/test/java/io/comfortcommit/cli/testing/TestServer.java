package io.comfortcommit.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.comfortcommit.cli.terminal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server's interface over a bare mirror: takes bundles in with git, keeps drafts in memory, drafts at once, and pushes
 * when it is told to.
 */
public final class TestServer implements AutoCloseable {
    public static final String TOKEN = "secret-of-the-test";
    /** Of every invitation. */
    public static final String CODE = "1";

    private HttpServer http;
    private final Map<String, String> devices =
            new LinkedHashMap<>(Map.of("11111111-0000-4000-8000-000000000001", "BROWSER"));
    /** Remotes by the ids of repositories. */
    private final Map<String, String> tracked = new LinkedHashMap<>();

    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private final Map<String, ObjectNode> drafting = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final GitRepository mirror;
    private final Path folder;
    private final Map<String, ObjectNode> drafts = new LinkedHashMap<>();
    private final Map<String, JsonNode> orders = new LinkedHashMap<>();
    private final List<JsonNode> negotiations = new ArrayList<>();
    private final List<String> bundleHeaders = new ArrayList<>();
    private final Queue<Answer> instead = new ArrayDeque<>();
    private final Map<String, String> languages = new ConcurrentHashMap<>();
    private final List<ObjectNode> audit = new ArrayList<>();
    private final List<String> auditQueries = new ArrayList<>();
    private final Map<String, String> chain = new HashMap<>();
    private JsonNode preferences = Json.parse("""
            {"channels": ["SLACK", "SLACK_WEBHOOK"], "language": "en", "quiet": null, "digestFrom": 5, "slackUser": null}""");
    private boolean hidesEverything;
    private volatile Watcher watcher = (order, stored) -> {};
    private volatile @Nullable String redrafted;
    private volatile @Nullable String instruction;

    private record Answer(String path, int status, String body) {}

    /** @param folder for the mirror, empty */
    public TestServer(Path folder, Map<String, String> environment) {
        this.folder = folder;
        try {
            this.mirror = new GitRepository(Files.createDirectories(folder.resolve("mirror.git")), environment);
            mirror.git("init", "-q", "--bare");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http = started(0);
    }

    private HttpServer started(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody answers there from now on. */
    public void goDown() {
        http.stop(0);
    }

    /** At the same address as before. */
    public void comeUp() {
        http = started(http.getAddress().getPort());
    }

    /** Runs beside the answer to each capture. */
    public interface Watcher {
        /** @param stored whether the server has it already */
        void seen(JsonNode order, boolean stored);
    }

    public void watchCaptures(Watcher other) {
        watcher = other;
    }

    /** The captures that it took, in the order of their arrival. */
    public synchronized List<JsonNode> orders() {
        return List.copyOf(orders.values());
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    public GitRepository mirror() {
        return mirror;
    }

    /** The order of the newest capture. */
    public synchronized JsonNode lastOrder() {
        return new ArrayList<>(orders.values()).getLast();
    }

    public synchronized List<JsonNode> negotiations() {
        return List.copyOf(negotiations);
    }

    /** The next entry of the audit log, a minute after the one before. */
    public synchronized void audit(String event, String description) {
        audit.addFirst(Json.object()
                .put("id", "event-" + audit.size())
                .put("event", event)
                .put(
                        "at",
                        Instant.parse("2026-11-01T09:00:00Z")
                                .plusSeconds(60L * audit.size())
                                .toString())
                .put("draftId", "01900000-0000-7000-8000-0000000000a1")
                .put("client", "page/1")
                .put("description", description));
    }

    /** What was asked of the audit log, as it stood in the address. */
    public synchronized List<String> auditQueries() {
        return List.copyOf(auditQueries);
    }

    /** The text before the pack of each bundle. */
    public synchronized List<String> bundleHeaders() {
        return List.copyOf(bundleHeaders);
    }

    public @Nullable String languageOf(String path) {
        return languages.get(path);
    }

    /** Answers the next request to a path so. */
    public synchronized void answerOnce(String path, int status, String body) {
        instead.add(new Answer(path, status, body));
    }

    /** @param message null for a model that fails */
    public void redraftsTo(@Nullable String message) {
        redrafted = message;
    }

    public @Nullable String lastInstruction() {
        return instruction;
    }

    /** Says from now on that it has nothing. */
    public void hideEverything() {
        hidesEverything = true;
    }

    public synchronized ObjectNode draft(String id) {
        ObjectNode draft = drafts.get(id);
        if (draft == null) {
            throw new IllegalArgumentException("no draft " + id);
        }
        return draft;
    }

    /** Something in the draft's change that looks like a secret. */
    public synchronized void addFinding(String id, String finding, String kind, String path, int line) {
        ObjectNode draft = draft(id);
        if (!draft.has("card")) {
            draft.putObject("card").putArray("secrets");
        }
        ((ArrayNode) draft.path("card").path("secrets"))
                .addObject()
                .put("id", finding)
                .put("kind", kind)
                .put("path", path)
                .put("line", line)
                .put("cleared", false);
    }

    /** A draft that nobody captured. */
    public synchronized ObjectNode addDraft(String id, String status, String message) {
        ObjectNode draft = Json.object()
                .put("id", id)
                .put("status", status)
                .put("version", 1)
                .put("message", message)
                .put("subject", message.lines().findFirst().orElse(""))
                .put("branch", "main")
                .put("mode", "WORK_TREE")
                .put("capturedAt", "2026-11-01T09:00:00Z");
        draft.putObject("summary").put("filesChanged", 2).put("insertions", 3).put("deletions", 1);
        draft.putArray("timeline");
        drafts.put(id, draft);
        return draft;
    }

    /** One more of the commits that a draft could be split into. */
    public synchronized void addPart(String id, String message, String path) {
        ObjectNode cluster = draft(id)
                .withArray("split")
                .addObject()
                .put("message", message)
                .putObject("cluster")
                .put("title", path)
                .put("insertions", 2)
                .put("deletions", 1);
        cluster.putArray("files").addObject().put("path", path).putArray("hunks");
    }

    // --- pushing

    /** Puts a draft's commit on its branch of the remote, on top of whatever lies there. @return the commit */
    public synchronized String push(String id, GitRepository remote) {
        JsonNode order = orders.get(id);
        if (order == null) {
            throw new IllegalArgumentException("no capture " + id);
        }
        String branch = order.path("branch").asString();
        try {
            Path scratch = Files.createTempDirectory(folder, "push");
            GitRepository git = mirror.at(scratch);
            git.git("init", "-q");
            git.git("fetch", "-q", mirror.root().toString(), "refs/captures/" + id);
            String snapshot = git.git("rev-parse", "FETCH_HEAD");
            if (git.tryGit("fetch", "-q", remote.root().toString(), "refs/heads/" + branch) == 0) {
                git.git("checkout", "-q", "--detach", "FETCH_HEAD");
                if (git.tryGit("merge-base", "--is-ancestor", "HEAD", snapshot) == 0) {
                    git.git("reset", "-q", "--hard", snapshot);
                } else {
                    git.git("cherry-pick", snapshot);
                }
            } else {
                git.git("checkout", "-q", "--detach", snapshot);
            }
            git.git("commit", "-q", "--amend", "-m", "feat: drafted");
            git.git("push", "-q", remote.root().toString(), "HEAD:refs/heads/" + branch);
            String commit = git.head();
            draft(id)
                    .put("status", "PUSHED")
                    .put("commitId", commit)
                    .put("landing", "BRANCH")
                    .put("landedOn", branch)
                    .put("version", draft(id).path("version").asInt() + 1);
            return commit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- HTTP

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            languages.put(path, String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Language")));
            if (path.startsWith("/api/audit")) {
                asked(exchange.getRequestURI().getQuery());
            }
            Answer answer = planned(path);
            if (answer == null) {
                answer = path.equals("/api/tokens")
                                || ("Bearer " + TOKEN)
                                        .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        ? answer(path, body, exchange.getRequestHeaders().getFirst("Content-Type"))
                        : new Answer(path, 401, problem("UNAUTHENTICATED", "Say who you are."));
            }
            byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized @Nullable Answer planned(String path) {
        Answer next = instead.peek();
        return next != null && next.path.equals(path) ? instead.poll() : null;
    }

    public static String problem(String code, String detail) {
        return Json.object()
                .put("type", "https://comfortcommit.io/problems/x")
                .put("title", code)
                .put("code", code)
                .put("detail", detail)
                .toString();
    }

    private Answer answer(String path, byte[] body, @Nullable String type) throws IOException {
        if (!path.equals("/api/captures")) {
            return answer(path, body);
        }
        List<byte[]> parts = parts(body, boundary(String.valueOf(type)));
        JsonNode order = Json.parse(parts.get(0));
        watcher.seen(order, false);
        Answer answer = capture(path, order, parts.get(1));
        watcher.seen(order, true);
        return answer;
    }

    private synchronized Answer answer(String path, byte[] body) throws IOException {
        return switch (path) {
            case "/api/captures/negotiations" -> new Answer(path, 200, negotiate(Json.parse(body)));
            case "/api/pairings" ->
                new Answer(
                        path,
                        200,
                        Json.object()
                                .put("code", CODE)
                                .put("url", url() + (body.length > 2 ? "/d/x" : "/") + "#k=" + CODE)
                                .put("expiresAt", "2026-11-01T09:10:00Z")
                                .toString());
            case "/api/keys/rotations" ->
                new Answer(
                        path,
                        200,
                        Json.object()
                                .put("signingKey", "s-new")
                                .put("dataKey", "d-new")
                                .put("secrets", 3)
                                .toString());
            case "/api/people/erasures" ->
                new Answer(
                        path,
                        200,
                        "{\"erasures\":[{\"person\":\"11111111-0000-4000-8000-000000000002\","
                                + "\"erasedAt\":\"2026-11-01T09:00:00Z\"}]}");
            case "/api/tokens" ->
                CODE.equals(Json.parse(body).path("code").asString())
                        ? new Answer(
                                path, 200, Json.object().put("token", TOKEN).toString())
                        : new Answer(path, 401, problem("PAIRING_CODE_INVALID", "Used, or too old."));
            case "/graphql" -> new Answer(path, 200, graphql(Json.parse(body)));
            case "/api/audit" -> new Answer(path, 200, auditPage(auditQueries.getLast()));
            case "/api/audit/export" ->
                new Answer(
                        path,
                        200,
                        auditQueries.getLast().endsWith("format=csv")
                                ? "id,detail\r\n1,\"a\nb\"\r\n"
                                : audit.stream().map(entry -> entry + "\n").collect(Collectors.joining()));
            case "/api/audit/chain", "/api/audit/checkpoint", "/api/audit/keys" ->
                new Answer(path, 200, chain.getOrDefault(path, ""));
            default -> new Answer(path, 404, problem("NOT_FOUND", path));
        };
    }

    /** What the server says of its audit chain. */
    public synchronized void chain(String export, String checkpoint, String keys) {
        chain.put("/api/audit/chain", export);
        chain.put("/api/audit/checkpoint", checkpoint);
        chain.put("/api/audit/keys", keys);
    }

    private synchronized void asked(@Nullable String query) {
        auditQueries.add(String.valueOf(query));
    }

    /** In pages of at most two; the cursor is a number. */
    private String auditPage(String query) {
        int begin = 0;
        int size = 2;
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("after=")) {
                begin = Integer.parseInt(parameter.substring("after=".length()));
            } else if (parameter.startsWith("first=")) {
                size = Math.min(size, Integer.parseInt(parameter.substring("first=".length())));
            }
        }
        int end = Math.min(audit.size(), begin + size);
        ObjectNode page = Json.object().put("next", end < audit.size() ? String.valueOf(end) : null);
        page.putArray("entries").addAll(audit.subList(begin, end));
        return page.toString();
    }

    private String negotiate(JsonNode question) {
        negotiations.add(question);
        ObjectNode answer = Json.object().put("repositoryId", "00000000-0000-7000-8000-000000000001");
        var have = answer.putArray("have");
        if (!hidesEverything) {
            mirror.tryGit("fetch", "-q", question.path("remote").asString(), "+refs/heads/*:refs/remotes/origin/*");
            question.path("candidates").forEach(candidate -> {
                if (mirror.tryGit("cat-file", "-e", candidate.asString() + "^{commit}") == 0) {
                    have.add(candidate);
                }
            });
        }
        return answer.toString();
    }

    private static String boundary(String type) {
        return type.substring(type.indexOf("boundary=") + "boundary=".length());
    }

    private synchronized Answer capture(String path, JsonNode order, byte[] bundle) throws IOException {
        for (var known : orders.entrySet()) {
            if (known.getValue().path("captureId").equals(order.path("captureId"))) {
                return accepted(path, known.getKey(), order);
            }
        }
        String text = new String(bundle, StandardCharsets.ISO_8859_1);
        bundleHeaders.add(text.substring(0, text.indexOf("\n\n")));
        String id = "01900000-0000-7000-8000-" + "%012d".formatted(orders.size() + 1);
        Path file = Files.write(folder.resolve(id + ".bundle"), bundle);
        if (mirror.tryGit("fetch", "-q", file.toString(), "refs/comfort/capture:refs/captures/" + id) != 0) {
            return new Answer(path, 422, problem("MISSING_OBJECTS", "Objects are missing."));
        }
        orders.put(id, order);
        addDraft(id, "DRAFTED", "feat: drafted\n\n- something")
                .put("branch", order.path("branch").asString())
                .put("mode", order.path("mode").asString());
        return accepted(path, id, order);
    }

    private static Answer accepted(String path, String id, JsonNode order) {
        return new Answer(
                path,
                202,
                Json.object()
                        .put("draftId", id)
                        .put("captureId", order.path("captureId").asString())
                        .put("status", "CAPTURED")
                        .toString());
    }

    private static List<byte[]> parts(byte[] body, String boundary) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<byte[]> parts = new ArrayList<>();
        for (String part : text.split("(\r\n)?--" + boundary, -1)) {
            int start = part.indexOf("\r\n\r\n");
            if (start >= 0) {
                parts.add(part.substring(start + 4).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return parts;
    }

    private ObjectNode drafting(String repository) {
        return drafting.computeIfAbsent(
                repository, _ -> Json.object().put("language", "INSTALLATION").put("gitmoji", false));
    }

    private void members(ObjectNode data, String repository) {
        var list = data.putArray("members");
        members.getOrDefault(repository, Set.of())
                .forEach(user -> list.addObject().put("user", user).put("addedAt", "2026-11-01T10:00:00Z"));
    }

    /** Of the user's. */
    public void tracks(String id, String remote) {
        tracked.put(id, remote);
    }

    private String graphql(JsonNode question) {
        String query = question.path("query").asString();
        JsonNode variables = question.path("variables");
        ObjectNode data = Json.object();
        if (query.startsWith("{ me")) {
            ObjectNode me = data.putObject("me");
            devices.forEach((id, kind) -> me.withArray("devices")
                    .addObject()
                    .put("id", id)
                    .put("kind", kind)
                    .put("name", "name of " + id)
                    .put("current", kind.equals("PROGRAM"))
                    .put("createdAt", "2026-11-01T09:00:00Z")
                    .put("lastSeenAt", "2026-11-02T09:00:00Z")
                    .put("expiresAt", "2026-12-01T09:00:00Z"));
        } else if (query.startsWith("mutation Revoke")) {
            String id = variables.path("input").path("deviceId").asString();
            if (devices.remove(id) == null) {
                return Json.object().set("errors", Json.parse("""
                        [{"message": "no such device", "extensions": {"code": "DEVICE_NOT_FOUND"}}]""")).toString();
            }
            data.putObject("revokeDevice").put("deviceId", id);
        } else if (query.startsWith("query Repositories")) {
            tracked.forEach((id, remote) -> data.withArray("repositories")
                    .addObject()
                    .put("id", id)
                    .put("remote", remote)
                    .put("defaultBranch", "main")
                    .put("trackedAt", "2026-11-01T09:00:00Z")
                    .set("drafting", drafting(id)));
            data.withArray("repositories");
        } else if (query.startsWith("mutation SetDrafting")) {
            JsonNode input = variables.path("input");
            ObjectNode chosen = drafting(input.path("repositoryId").asString());
            for (String named : List.of("language", "gitmoji")) {
                if (input.has(named)) {
                    chosen.set(named, input.path(named));
                }
            }
            data.putObject("setDrafting").set("drafting", chosen);
        } else if (query.startsWith("query Members")) {
            members(data, variables.path("in").asString());
        } else if (query.startsWith("mutation AddMember") || query.startsWith("mutation RemoveMember")) {
            boolean adds = query.startsWith("mutation AddMember");
            JsonNode input = variables.path("input");
            String person = input.path("person").asString();
            if (person.startsWith("nobody")) {
                return Json.object().set("errors", Json.parse("""
                        [{"message": "known to nobody", "extensions": {"code": "PERSON_NOT_FOUND"}}]""")).toString();
            }
            String repository = input.path("repositoryId").asString();
            var of = members.computeIfAbsent(repository, _ -> new LinkedHashSet<>());
            var _ = adds ? of.add(person) : of.remove(person);
            members(data.putObject(adds ? "addMember" : "removeMember"), repository);
        } else if (query.startsWith("query Notifications")) {
            data.set("notificationPreferences", preferences);
        } else if (query.startsWith("mutation Notify")) {
            preferences = variables.path("input");
            data.set("setNotificationPreferences", preferences);
        } else if (query.startsWith("query Drafts")) {
            var edges = data.putObject("drafts").putArray("edges");
            List<String> statuses = new ArrayList<>();
            variables.path("status").forEach(status -> statuses.add(status.asString()));
            drafts.values().stream()
                    .filter(draft -> statuses.isEmpty()
                            || statuses.contains(draft.path("status").asString()))
                    .forEach(draft -> edges.addObject().set("node", draft));
            ((ObjectNode) data.path("drafts"))
                    .putObject("pageInfo")
                    .put("hasNextPage", false)
                    .putNull("endCursor");
        } else if (query.startsWith("query Statuses")) {
            variables.forEachEntry((name, id) -> data.set(name, drafts.get(id.asString())));
        } else if (query.startsWith("query")) {
            ObjectNode draft = drafts.get(variables.path("id").asString());
            if (draft == null) {
                data.putNull("draft");
            } else {
                data.set("draft", draft);
            }
        } else {
            JsonNode input = variables.path("input");
            ObjectNode draft = draft(input.path("draftId").asString());
            int version = draft.path("version").asInt();
            if (query.startsWith("mutation Clear")) {
                return clear(input.path("findings"), draft, version + 1);
            }
            if (input.path("expectedVersion").asInt() != version) {
                return stale(input.path("expectedVersion").asInt(), version, draft);
            }
            if (query.startsWith("mutation Redraft")) {
                return redraft(input.path("instruction").asString(), draft);
            }
            boolean splitting = query.startsWith("mutation Split");
            boolean approving = splitting || query.startsWith("mutation Approve");
            if (approving && undecided(draft)) {
                return Json.object()
                        .set(
                                "errors",
                                Json.parse("[{\"message\":\"Secrets.\",\"extensions\":{\"code\":\"SECRETS_FOUND\"}}]"))
                        .toString();
            }
            draft.put("status", approving ? "APPROVED" : "DISCARDED").put("version", version + 1);
            if (approving && input.has("message")) {
                draft.set("message", input.path("message"));
            }
            if (splitting) {
                draft.set("parts", input.path("parts"));
            }
            data.putObject(splitting ? "splitDraft" : approving ? "approveDraft" : "discardDraft")
                    .put("draftId", draft.path("id").asString())
                    .put("status", draft.path("status").asString())
                    .put("version", version + 1);
        }
        ObjectNode answer = Json.object();
        answer.set("data", data);
        return answer.toString();
    }

    private static boolean undecided(ObjectNode draft) {
        return draft.path("card")
                .path("secrets")
                .valueStream()
                .anyMatch(finding -> !finding.path("cleared").asBoolean());
    }

    private static String clear(JsonNode ids, ObjectNode draft, int version) {
        draft.put("version", version);
        draft.path("card").path("secrets").forEach(finding -> {
            if (ids.valueStream().anyMatch(id -> id.equals(finding.path("id")))) {
                ((ObjectNode) finding).put("cleared", true);
            }
        });
        ObjectNode data = Json.object();
        data.putObject("data").putObject("clearFindings").put("version", version);
        return data.toString();
    }

    /** At once, though the version stays. */
    private String redraft(String wish, ObjectNode draft) {
        ObjectNode data = Json.object();
        data.putObject("data")
                .putObject("redraft")
                .put("draftId", draft.path("id").asString())
                .put("status", draft.path("status").asString())
                .put("version", draft.path("version").asInt());
        instruction = wish;
        draft.put("updatedAt", "2026-11-01T09:00:01Z");
        if (redrafted == null) {
            draft.put("redraft", "FAILED");
        } else {
            draft.put("message", redrafted).put("version", draft.path("version").asInt() + 1);
        }
        return data.toString();
    }

    private static String stale(int expected, int actual, ObjectNode draft) {
        ObjectNode answer = Json.object();
        ObjectNode error = answer.putArray("errors").addObject();
        error.put("message", "The draft changed.");
        error.putObject("extensions")
                .put("code", "STALE_VERSION")
                .put("expected", expected)
                .put("actual", actual)
                .put("status", draft.path("status").asString());
        answer.putNull("data");
        return answer.toString();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
