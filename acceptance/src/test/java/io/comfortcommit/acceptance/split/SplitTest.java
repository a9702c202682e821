package io.comfortcommit.acceptance.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.acceptance.command.Comfort;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SplitTest {
    private static final String PROPOSED =
            "query($id: ID!) { draft(id: $id) { version split { message" + " cluster { files { path hunks } } } } }";
    private static final String SPLIT =
            "mutation($input: SplitDraftInput!) { splitDraft(input: $input) { status version } }";

    @Test
    void aSplitIsPushedAsItsCommitsInOrderOrNotAtAll(@TempDir Path folder, @TempDir Path git) throws Exception {
        Desk desk = Desk.in(git);
        Path saw = git.resolve("seen");
        hook(
                desk.remote(),
                "pre-receive",
                "while read old new ref; do echo \"$ref\" >> '" + saw + "';"
                        + " if git log --format=%B \"$new\" --not --all | grep -q FORBIDDEN; then"
                        + " echo 'no such words in this house' >&2; exit 1; fi; done");
        try (StandaloneProcess server = StandaloneProcess.start(folder)) {
            GatewayClient client = server.client();
            change(desk, 1);
            Desk.Capture captured = desk.capture();
            UUID refused = draft(desk, captured, client);
            List<JsonNode> parts = proposed(client, refused);
            assertThat(parts).hasSizeGreaterThan(1);
            List<String> messages =
                    parts.stream().map(part -> part.path("message").asString()).toList();

            split(client, refused, withLast(messages, "docs: FORBIDDEN"));

            JsonNode failed = ended(client, refused, "PUSH_FAILED");
            assertThat(failed.path("failure").asString()).isEqualTo("REMOTE_REFUSED");
            assertThat(failed.path("reason").asString()).contains("no such words in this house");
            assertThat(desk.remoteGit("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/main");
            assertThat(desk.remoteLog()).hasSize(1);
            int tries = Files.readAllLines(saw).size();

            split(client, refused, withLast(messages, "docs: told otherwise"));

            JsonNode pushed = ended(client, refused, "PUSHED");
            assertThat(Files.readAllLines(saw)).as("one push").hasSize(tries + 1);
            assertThat(subjects(desk, messages.size()))
                    .containsExactlyElementsOf(withLast(messages, "docs: told otherwise").stream()
                            .map(message -> message.lines().findFirst().orElse(""))
                            .toList());
            String tip = pushed.path("commitId").asString();
            assertThat(desk.remoteGit("rev-parse", "main", "main^{tree}").lines())
                    .containsExactly(tip, captured.tree());
            List<String> commits =
                    desk.remoteGit("rev-list", "--reverse", "main").lines().toList();
            for (int place = 0; place < parts.size(); place++) {
                String commit = commits.get(place + 1);
                assertThat(desk.remoteGit("diff-tree", "-r", "--name-only", commit + "^", commit)
                                .lines())
                        .containsExactlyInAnyOrderElementsOf(
                                parts.get(place).path("cluster").path("files").findValuesAsString("path"));
                assertThat(desk.remoteGit("log", "-1", "--format=%an <%ae>", commit))
                        .isEqualTo("Author <author@example.com>");
            }

            desk.git("fetch", "-q", "origin", "main");
            desk.git("reset", "-q", "--hard", "FETCH_HEAD");
            change(desk, 2);
            Desk.Capture next = desk.capture();
            UUID second = draft(desk, next, client);
            int number = proposed(client, second).size();
            assertThat(number).isGreaterThan(1);

            JsonNode line = Comfort.run(
                    Map.of(
                            "COMFORT_URL",
                            server.url().toString(),
                            "COMFORT_TOKEN",
                            server.token(),
                            "HOME",
                            git.toString()),
                    "approve",
                    second.toString(),
                    "--split",
                    "--wait",
                    "--json");

            assertThat(line.path("status").asString()).as(line.toString()).isEqualTo("PUSHED");
            assertThat(line.path("commitIds").valueStream().map(JsonNode::asString))
                    .containsExactlyElementsOf(desk.remoteGit("rev-list", "--reverse", "-" + number, "main")
                            .lines()
                            .toList());
            assertThat(desk.remoteGit("rev-parse", "main^{tree}")).isEqualTo(next.tree());
        }
    }

    /** Three things that have nothing to do with one another. */
    private static void change(Desk desk, int round) throws IOException {
        desk.write(
                "src/main/java/shop/Price.java",
                "package shop;\n\nclass Price {\n    int net() {\n        return " + round + ";\n    }\n}\n");
        desk.write("docs/guide.md", "# Guide\n\nRead this " + round + " times.\n");
        desk.write(".github/workflows/ci.yml", "name: ci " + round + "\non: push\n");
    }

    private static UUID draft(Desk desk, Desk.Capture capture, GatewayClient client) throws Exception {
        JsonNode negotiated =
                client.negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")));
        GatewayClient.Answer accepted =
                client.capture(capture, negotiated.required("repositoryId").asString());
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return UUID.fromString(accepted.body().required("draftId").asString());
    }

    private static List<JsonNode> proposed(GatewayClient client, UUID draft) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> client.graphql(PROPOSED, Map.of("id", draft.toString()))
                                .path("data")
                                .path("draft")
                                .path("split")
                                .valueStream()
                                .toList(),
                        parts -> !parts.isEmpty());
    }

    private static void split(GatewayClient client, UUID draft, List<String> messages) throws Exception {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int place = 0; place < messages.size(); place++) {
            parts.add(Map.of("message", messages.get(place), "clusters", List.of(place)));
        }
        Map<String, Object> input = Map.of(
                "draftId",
                draft.toString(),
                "expectedVersion",
                client.draft(draft).path("version").asLong(),
                "parts",
                parts);
        JsonNode answer = client.graphql(SPLIT, Map.of("input", input));
        assertThat(answer.path("data").path("splitDraft").path("status").asString())
                .as(answer.toString())
                .isEqualTo("APPROVED");
    }

    private static List<String> withLast(List<String> messages, String last) {
        List<String> changed = new ArrayList<>(messages);
        changed.set(changed.size() - 1, last);
        return changed;
    }

    private static List<String> subjects(Desk desk, int newest) {
        return desk.remoteGit("log", "--reverse", "--format=%s", "-" + newest, "main")
                .lines()
                .toList();
    }

    private static JsonNode ended(GatewayClient client, UUID draft, String status) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> client.draft(draft),
                        found -> found.path("status").asString().equals(status));
    }

    private static void hook(Path repository, String name, String script) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(repository.resolve("hooks")).resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
