package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.repositories.terms.Credential;
import io.comfortcommit.repositories.terms.Host;
import io.comfortcommit.repositories.terms.RemoteTerms;
import io.comfortcommit.testing.GitOverHttp;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Git over smart HTTP and the host's API beside it, both on loopback; the API answers as the vendors' documentation shows. */
class PullRequestsTest {
    private static final String TOKEN = "glpat-not-to-be-told-0123456789";

    private static TestDatabase database;

    @TempDir
    Path folder;

    private GitOverHttp git;
    private Api api;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        api = new Api();
        git = new GitOverHttp(folder, null);
    }

    @AfterEach
    void close() {
        git.close();
        api.close();
    }

    @ParameterizedTest
    @EnumSource(Host.Kind.class)
    void aConflictIsHandedToReview(Host.Kind kind) throws Exception {
        Workshop workshop = workshop(kind);
        Shapes shapes = Shapes.of(kind);
        api.answer("GET", shapes.rules("main"), 200, shapes.open());
        api.answer("GET", shapes.list(), 200, "[]");
        api.answer("POST", shapes.make(), 201, shapes.made());

        Landed landed = conflict(workshop, "docs: mine\n\nBecause of *this*.");

        assertThat(landed.landing()).isEqualTo(Landing.SIDE_BRANCH);
        assertThat(landed.pullRequest()).isEqualTo(PullRequest.opened(shapes.address()));
        JsonNode asked = JsonMapper.shared().readTree(Objects.requireNonNull(api.bodies.get("POST " + shapes.make())));
        assertThat(asked.path("title").asString()).isEqualTo("docs: mine");
        assertThat(asked.path(shapes.head()).asString()).isEqualTo("comfort/docs-mine");
        assertThat(asked.path(shapes.base()).asString()).isEqualTo("main");
        assertThat(asked.path(shapes.body()).asString())
                .startsWith("Because of *this*.\n\n---\n\nThis commit could not go on `main` itself:")
                .contains("conflict: README.md");
        assertThat(api.authorizations).containsOnly(shapes.authorization());
    }

    @ParameterizedTest
    @EnumSource(Host.Kind.class)
    void onePullRequestIsOpenedHoweverOftenItIsAskedFor(Host.Kind kind) throws Exception {
        Workshop workshop = workshop(kind);
        Shapes shapes = Shapes.of(kind);
        api.answer("GET", shapes.list(), 200, "[" + shapes.made() + "]");
        DraftId draft = conflicting(workshop);

        Landed first = landed(workshop, draft, "docs: mine");
        Landed again = landed(workshop, draft, "docs: mine");

        assertThat(first.pullRequest()).isEqualTo(PullRequest.opened(shapes.address()));
        assertThat(again).isEqualTo(first);
        assertThat(api.requests).noneMatch(request -> request.startsWith("POST"));
    }

    @ParameterizedTest
    @EnumSource(Host.Kind.class)
    void aBranchThatTheHostProtectsIsNotPushedTo(Host.Kind kind) throws Exception {
        Workshop workshop = workshop(kind);
        Shapes shapes = Shapes.of(kind);
        Workshop.Desk desk = desk(workshop);
        api.answer("GET", shapes.rules("main"), 200, shapes.closed());
        api.answer("GET", shapes.list(), 200, "[]");
        api.answer("POST", shapes.make(), 201, shapes.made());
        desk.write("README.md", "mine\n");

        Landed landed = landed(workshop, desk.capture(), "docs: mine");

        assertThat(landed.reason()).isEqualTo("refused: the branch is protected");
        assertThat(landed.attempts()).isEqualTo(1);
        assertThat(landed.pullRequest()).isEqualTo(PullRequest.opened(shapes.address()));
    }

    @ParameterizedTest
    @CsvSource({
        "401, TOKEN_TURNED_AWAY",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "422, REFUSED",
        "429, RATE_LIMITED",
        "500, UNREACHABLE",
        "302, UNREACHABLE"
    })
    void aPullRequestThatCouldNotBeOpenedIsNoFailedPush(int status, PullRequestTrouble trouble) throws Exception {
        Workshop workshop = workshop(Host.Kind.GITHUB);
        api.answer("GET", Shapes.of(Host.Kind.GITHUB).list(), 200, "[]");
        api.answer(
                "POST",
                Shapes.of(Host.Kind.GITHUB).make(),
                status,
                "{\"message\":\"Validation \\u001b[31mFailed " + TOKEN + "\",\"errors\":[{\"message\":\"이유\"}]}");

        Landed landed = conflict(workshop, "docs: mine");

        assertThat(landed.landing()).isEqualTo(Landing.SIDE_BRANCH);
        assertThat(workshop.remote.run("rev-parse", landed.branch())).isEqualTo(landed.commitId());
        PullRequest request = Objects.requireNonNull(landed.pullRequest());
        assertThat(request.trouble()).isEqualTo(trouble);
        assertThat(request.words())
                .startsWith(status + " Validation Failed …")
                .contains("이유")
                .doesNotContain(TOKEN);
        assertThat(api.requests.stream().filter(asked -> asked.startsWith("POST")))
                .hasSize(1);
    }

    @Test
    void aHostThatAsksForAMomentIsAskedOnceMoreAndNoOftener() throws Exception {
        Workshop workshop = workshop(Host.Kind.GITHUB);
        api.answer("GET", Shapes.of(Host.Kind.GITHUB).list(), 200, "[]");
        api.answer(
                "POST",
                Shapes.of(Host.Kind.GITHUB).make(),
                403,
                "{\"message\":\"You have exceeded a secondary rate limit.\"}");
        api.retryAfter = "0";

        Landed landed = conflict(workshop, "docs: mine");

        assertThat(Objects.requireNonNull(landed.pullRequest()).trouble()).isEqualTo(PullRequestTrouble.RATE_LIMITED);
        assertThat(api.requests.stream().filter(asked -> asked.startsWith("POST")))
                .hasSize(2);
    }

    @Test
    void anAddressThatNobodyShouldFollowIsNone() throws Exception {
        Workshop workshop = workshop(Host.Kind.GITHUB);
        api.answer("GET", Shapes.of(Host.Kind.GITHUB).list(), 200, "[]");
        api.answer("POST", Shapes.of(Host.Kind.GITHUB).make(), 201, "{\"html_url\":\"javascript:alert(1)\"}");

        Landed landed = conflict(workshop, "docs: mine");

        assertThat(Objects.requireNonNull(landed.pullRequest()).trouble()).isEqualTo(PullRequestTrouble.UNREACHABLE);
    }

    @Test
    void aHostWithoutATokenIsNotAsked() throws Exception {
        Workshop workshop = workshop(new Host(Host.Kind.GITHUB, api.address(), null), null);

        Landed landed = conflict(workshop, "docs: mine");

        assertThat(landed.pullRequest()).isNull();
        assertThat(api.requests).isEmpty();
    }

    @Test
    void theCredentialOfTheRemoteServesTheApiToo() throws Exception {
        Credential credential =
                new Credential("x-access-token", SecretReference.of("file:" + folder.resolve("token")), null, null);
        Workshop workshop = workshop(new Host(Host.Kind.GITHUB, api.address(), null), credential);
        api.answer("GET", Shapes.of(Host.Kind.GITHUB).list(), 200, "[]");
        api.answer(
                "POST",
                Shapes.of(Host.Kind.GITHUB).make(),
                201,
                Shapes.of(Host.Kind.GITHUB).made());

        assertThat(Objects.requireNonNull(conflict(workshop, "docs: mine").pullRequest())
                        .url())
                .isEqualTo(Shapes.of(Host.Kind.GITHUB).address());
    }

    // --- around

    private Landed conflict(Workshop workshop, String message) throws Exception {
        return landed(workshop, conflicting(workshop), message);
    }

    private static DraftId conflicting(Workshop workshop) throws Exception {
        Workshop.Desk desk = desk(workshop);
        desk.write("README.md", "mine\n");
        DraftId draft = desk.capture();
        Workshop.Desk colleague = workshop.desk("colleague");
        colleague.write("README.md", "theirs\n");
        colleague.push("theirs");
        return draft;
    }

    private static Workshop.Desk desk(Workshop workshop) throws IOException {
        Workshop.Desk first = workshop.desk("first");
        first.write("README.md", "both\n");
        first.commit("first");
        first.git.run("push", "--quiet", "origin", "HEAD:main");
        return workshop.desk("desk");
    }

    private static Landed landed(Workshop workshop, DraftId draft, String message) {
        return (Landed) workshop.publish(draft, message);
    }

    private Workshop workshop(Host.Kind kind) throws IOException {
        return workshop(new Host(kind, api.address(), SecretReference.of("file:" + folder.resolve("token"))), null);
    }

    private Workshop workshop(Host host, @Nullable Credential credential) throws IOException {
        Files.createDirectories(folder.resolve("o"));
        Files.createSymbolicLink(folder.resolve("o/r.git"), folder.resolve("remote.git"));
        Workshop workshop = new Workshop(
                folder,
                database,
                git.url() + "/o/r.git",
                List.of(new RemoteTerms(
                        git.url(), credential, null, null, false, List.of(), RemoteTerms.Push.SERVER, host)),
                null);
        GitOverHttp.allowPushes(workshop.remote.folder);
        return workshop;
    }

    /** The answers of one vendor, cut to what matters. */
    private record Shapes(
            String list,
            String make,
            String rulesOf,
            String open,
            String closed,
            String made,
            String address,
            String head,
            String base,
            String body,
            String authorization) {
        static Shapes of(Host.Kind kind) {
            return switch (kind) {
                case GITHUB ->
                    new Shapes(
                            "/repos/o/r/pulls?state=open&head=o%3Acomfort%2Fdocs-mine&base=main",
                            "/repos/o/r/pulls",
                            "/repos/o/r/rules/branches/",
                            "[{\"type\":\"non_fast_forward\",\"ruleset_source_type\":\"Repository\"}]",
                            "[{\"type\":\"pull_request\",\"ruleset_source\":\"o/r\",\"ruleset_id\":73,"
                                    + "\"parameters\":{\"required_approving_review_count\":1}}]",
                            "{\"url\":\"https://api.github.com/repos/o/r/pulls/1347\",\"id\":1,\"number\":1347,"
                                    + "\"html_url\":\"https://github.com/o/r/pull/1347\",\"state\":\"open\"}",
                            "https://github.com/o/r/pull/1347",
                            "head",
                            "base",
                            "body",
                            "Bearer " + TOKEN);
                case GITLAB ->
                    new Shapes(
                            "/projects/o%2Fr/merge_requests?state=opened&source_branch=comfort%2Fdocs-mine&target_branch=main",
                            "/projects/o%2Fr/merge_requests",
                            "/projects/o%2Fr/repository/branches/",
                            "{\"name\":\"main\",\"protected\":true,\"default\":true,\"can_push\":true}",
                            "{\"name\":\"main\",\"protected\":true,\"default\":true,\"can_push\":false}",
                            "{\"id\":1,\"iid\":3,\"state\":\"opened\",\"web_url\":\"https://gitlab.com/o/r/-/merge_requests/3\"}",
                            "https://gitlab.com/o/r/-/merge_requests/3",
                            "source_branch",
                            "target_branch",
                            "description",
                            "Bearer " + TOKEN);
                case GITEA ->
                    new Shapes(
                            "/repos/o/r/pulls?state=open&sort=recentupdate&limit=50&page=1",
                            "/repos/o/r/pulls",
                            "/repos/o/r/branches/",
                            "{\"name\":\"main\",\"protected\":true,\"user_can_push\":true}",
                            "{\"name\":\"main\",\"protected\":true,\"user_can_push\":false}",
                            "{\"number\":7,\"html_url\":\"https://codeberg.org/o/r/pulls/7\",\"state\":\"open\","
                                    + "\"head\":{\"ref\":\"comfort/docs-mine\"},\"base\":{\"ref\":\"main\"}}",
                            "https://codeberg.org/o/r/pulls/7",
                            "head",
                            "base",
                            "body",
                            "token " + TOKEN);
            };
        }

        String rules(String branch) {
            return rulesOf + branch;
        }
    }

    /** Answers what it was told to, and 404 to the rest. */
    private static final class Api implements AutoCloseable {
        private record Answer(int status, String body) {}

        private final HttpServer server;
        private final Map<String, Answer> answers = new ConcurrentHashMap<>();
        final List<String> requests = new CopyOnWriteArrayList<>();
        final List<String> authorizations = new CopyOnWriteArrayList<>();
        final Map<String, String> bodies = new ConcurrentHashMap<>();
        volatile @Nullable String retryAfter;

        Api() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api");
        }

        void answer(String method, String path, int status, String body) {
            answers.put(method + " " + path, new Answer(status, body));
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                String uri = exchange.getRequestURI().toString();
                String request = exchange.getRequestMethod() + " " + uri.substring("/api".length());
                requests.add(request);
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                bodies.put(request, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                Answer answer = answers.getOrDefault(request, new Answer(404, "{\"message\":\"Not Found\"}"));
                if (retryAfter != null && answer.status() == 403) {
                    exchange.getResponseHeaders().set("Retry-After", retryAfter);
                }
                if (answer.status() == 302) {
                    exchange.getResponseHeaders().set("Location", "/api/elsewhere");
                }
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
