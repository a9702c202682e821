package io.comfortcommit.acceptance.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.GitOverHttp;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What the author is told of a remote in trouble, and that the work lands once all is well. */
class HostileRemotesTest {
    /** What the remote does, from the approval on; and what becomes of the draft. */
    enum Trouble {
        HANGS("REMOTE_UNREACHABLE"),
        DRIPS("REMOTE_UNREACHABLE"),
        IS_NOT_WELL("REMOTE_UNREACHABLE"),
        BREAKS_IN_THE_PUSH("REMOTE_UNREACHABLE"),
        REFUSES("REMOTE_REFUSED"),
        LIES("REMOTE_REFUSED");

        final String failure;

        Trouble(String failure) {
            this.failure = failure;
        }
    }

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static GitOverHttp remotes;
    private static StandaloneProcess server;

    @BeforeAll
    static void start() throws IOException {
        remotes = new GitOverHttp(folder.resolve("git"), null);
        server = StandaloneProcess.start(
                folder,
                "-Dcomfort.repositories.fetch.silence=2s",
                "-Dcomfort.repositories.fetch.total=3s",
                "-Dcomfort.publishing.first-retry=100ms",
                "-Dcomfort.publishing.longest-retry=500ms",
                "-Dcomfort.publishing.give-up-after=2s",
                "-Dcomfort.search.node.enabled=false");
    }

    @AfterAll
    static void stop() {
        server.close();
        remotes.close();
    }

    @AfterEach
    void recover() {
        remotes.trouble = exchange -> false;
        remotes.letGo();
    }

    @ParameterizedTest
    @EnumSource
    void theAuthorHearsOfItAndLosesNothing(Trouble trouble) throws Exception {
        GatewayClient client = server.client();
        Desk desk = Desk.in(folder.resolve("git").resolve(trouble.name()));
        GitOverHttp.allowPushes(desk.remote());
        desk.write("README.md", "captured\n");
        Desk.Capture capture = desk.capture();
        UUID draft = captured(client, desk, capture, remotes.url() + "/" + trouble + "/remote.git");
        long version = awaited(client, draft, "DRAFTED").path("version").asLong();

        befall(trouble);
        client.approve(draft, version);
        JsonNode failed = awaited(client, draft, "PUSH_FAILED");

        assertThat(failed.path("failure").asString()).isEqualTo(trouble.failure);
        assertThat(failed.path("advice").asString()).contains("approve again");
        assertThat(failed.path("timeline").findValuesAsString("type")).endsWith("PushFailed");
        assertThat(desk.remoteLog()).hasSize(1);
        if (trouble == Trouble.LIES) {
            assertThat(failed.path("reason").asString()).contains("said that it took the commit");
        }

        recover();
        client.approve(draft, failed.path("version").asLong());
        JsonNode pushed = awaited(client, draft, "PUSHED");

        assertThat(desk.remoteLog())
                .hasSize(2)
                .startsWith(pushed.path("commitId").asString());
        assertThat(desk.remoteGit("rev-parse", "main^{tree}")).isEqualTo(capture.tree());
        assertThat(desk.remoteGit("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/main");
    }

    private static void befall(Trouble trouble) {
        remotes.trouble = exchange -> switch (trouble) {
            case HANGS -> remotes.hang();
            case DRIPS -> remotes.drip(exchange, remotes.run(exchange, exchange.getRequestBody()));
            case IS_NOT_WELL -> GitOverHttp.refuse(exchange, 503);
            case BREAKS_IN_THE_PUSH -> GitOverHttp.breakInThePush(exchange);
            case REFUSES -> GitOverHttp.isPush(exchange) && GitOverHttp.refuse(exchange, 403);
            case LIES -> GitOverHttp.lie(exchange);
        };
    }

    private static UUID captured(GatewayClient client, Desk desk, Desk.Capture capture, String remote)
            throws Exception {
        JsonNode negotiated = client.negotiate(remote, "main", List.of(desk.git("rev-parse", "HEAD")));
        GatewayClient.Answer accepted =
                client.capture(capture, negotiated.required("repositoryId").asString());
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return UUID.fromString(accepted.body().required("draftId").asString());
    }

    private static JsonNode awaited(GatewayClient client, UUID draft, String status) {
        return await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> client.graphql(
                                        "query($id: ID!) { draft(id: $id) { status version failure reason advice commitId"
                                                + " timeline { type } } }",
                                        Map.of("id", draft.toString()))
                                .path("data")
                                .path("draft"),
                        found -> found.path("status").asString("").equals(status));
    }
}
