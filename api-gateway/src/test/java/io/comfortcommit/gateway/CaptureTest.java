package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.CommitDraftCommand.CaptureChange;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPush;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.TrackRepository;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@NullUnmarked // its fields are filled before each test
class CaptureTest extends GatewayTest {
    private static final UUID DESK = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    private static final String BOUNDARY = "boundary-4f2a";
    private static final String SNAPSHOT = "a".repeat(40);
    private static final String KNOWN = "b".repeat(40);

    private String repository;

    @BeforeEach
    void track() {
        repositories.knows(KNOWN);
        repository = json(negotiate(Map.of(
                                "remote", "https://git.example.org/team/app.git",
                                "defaultBranch", "main",
                                "candidates", List.of(KNOWN)))
                        .expectStatus()
                        .isOk())
                .path("repositoryId")
                .asString();
        drafts.sent().clear();
    }

    @Test
    void aNegotiationTracksTheRemoteAndSaysWhatIsThere() {
        JsonNode answer = json(negotiate(Map.of(
                        "remote",
                        "https://git.example.org/team/app.git",
                        "defaultBranch",
                        "main",
                        "candidates",
                        List.of("c".repeat(40), KNOWN)))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("repo_uuid", repository)
                .expectHeader()
                .exists("trace_uuid"));
        assertThat(answer.path("repositoryId").asString()).isEqualTo(repository);
        assertThat(answer.path("have")).hasSize(1);
        assertThat(answer.path("have").get(0).asString()).isEqualTo(KNOWN);
        assertThat(drafts.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.command()).isInstanceOfSatisfying(TrackRepository.class, command -> {
                assertThat(command.defaultBranch()).isEqualTo("main");
                assertThat(command.owner().value()).isEqualTo(OWNER);
            });
            assertThat(sent.thread().isVirtual()).as("off the event loop").isTrue();
        });
    }

    @Test
    void whereAgentsAreTheRuleOrAreAskedForNothingIsLookedFor() {
        Map<String, Object> question = new LinkedHashMap<>(Map.of(
                "remote",
                "https://git.example.org/team/app.git",
                "defaultBranch",
                "main",
                "candidates",
                List.of(KNOWN)));
        assertThat(json(negotiate(question)).path("push").asString()).isEqualTo("server");
        question.put("push", "agent");
        JsonNode asked = json(negotiate(question));
        question.remove("push");
        repositories.ruled.add(RepositoryId.of(repository));
        JsonNode ruled = json(negotiate(question));
        repositories.ruled.clear();

        for (JsonNode answer : List.of(asked, ruled)) {
            assertThat(answer.path("push").asString()).isEqualTo("agent");
            assertThat(answer.path("have").isEmpty()).isTrue();
        }
        question.put("push", "nobody");
        assertThat(json(negotiate(question).expectStatus().isBadRequest())
                        .path("field")
                        .asString())
                .isEqualTo("push");
    }

    @Test
    void anAnalysisBeginsADraftThatAnAgentPushes() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("capture", JSON.writeValueAsBytes(order(UUID.randomUUID())));
        parts.put("analysis", bytes(100));

        JsonNode answer = json(send(multipart(parts)).expectStatus().isAccepted());

        assertThat(drafts.sent())
                .last()
                .satisfies(sent -> assertThat(sent.command())
                        .isInstanceOfSatisfying(
                                CaptureChange.class,
                                command -> assertThat(command.pushedBy()).isEqualTo(PushedBy.AGENT)));
        DraftId draft = DraftId.of(answer.path("draftId").asString());
        assertThat(claim(draft, DESK).path("claimAgentPush").path("message").asString())
                .isEqualTo("feat: x");
        assertThat(claim(draft, UUID.randomUUID()).toString()).contains("CLAIMED");
        String report = "mutation($input: RecordAgentPushInput!) { recordAgentPush(input: $input) { status } }";
        Map<String, Object> input = new LinkedHashMap<>(Map.of(
                "draftId",
                draft.toString(),
                "agentId",
                DESK.toString(),
                "commitId",
                SNAPSHOT,
                "landing",
                "BRANCH",
                "branch",
                "main",
                "rebased",
                false,
                "attempts",
                1));
        assertThat(agent(report, input).path("recordAgentPush").path("status").asString())
                .isEqualTo("PUSHED");
        assertThat(drafts.sent()).last().satisfies(sent -> {
            assertThat(sent.command()).isInstanceOf(RecordPush.class);
            assertThat(sent.metaData().get("actor")).isEqualTo("editor:comfort-agent/9.9");
            assertThat(sent.metaData().get("client")).isEqualTo("comfort-agent/9.9");
        });
        input.put("agentId", UUID.randomUUID().toString());
        assertThat(agent(report, input).toString()).contains("NOT_CLAIMED");
        input.put("branch", "ma\u0000in");
        assertThat(agent(report, input).toString()).contains("BAD_REQUEST");
    }

    @Test
    void aCaptureHasABundleOrAnAnalysisAndNotBoth() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("capture", JSON.writeValueAsBytes(order(UUID.randomUUID())));
        parts.put("bundle", bytes(10));
        parts.put("analysis", bytes(10));

        assertThat(json(send(multipart(parts)).expectStatus().isBadRequest())
                        .path("code")
                        .asString())
                .isEqualTo("BAD_REQUEST");
    }

    private JsonNode claim(DraftId draft, UUID agent) {
        return agent(
                "mutation($input: ClaimAgentPushInput!) { claimAgentPush(input: $input) { message } }",
                Map.of("draftId", draft.toString(), "agentId", agent.toString()));
    }

    /** @return data, or errors where there are any */
    private JsonNode agent(String mutation, Map<String, ?> input) {
        JsonNode answer = json(owner.post()
                .uri("/graphql")
                .header("Comfort-Client", "comfort-agent/9.9")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(Map.of("query", mutation, "variables", Map.of("input", input))))
                .exchange()
                .expectStatus()
                .isOk());
        return answer.has("errors") ? answer.path("errors") : answer.path("data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|remote",
                "{\"remote\":7}|remote",
                "{\"remote\":\"r\"}|defaultBranch",
                "{\"remote\":\"r\",\"defaultBranch\":\"a\\u0000b\",\"candidates\":[]}|defaultBranch",
                "{\"remote\":\"r\",\"defaultBranch\":\"main\"}|candidates",
                "{\"remote\":\"r\",\"defaultBranch\":\"main\",\"candidates\":\"x\"}|candidates",
                "{\"remote\":\"r\",\"defaultBranch\":\"main\",\"candidates\":[\"HEAD\"]}|candidates[0]",
                "{\"remote\":\"r\",\"defaultBranch\":\"main\",\"candidates\":[],\"depth\":1}|depth"
            })
    void aNegotiationWithAWrongFieldSaysWhich(String body, String field) {
        JsonNode problem = json(owner.post()
                .uri("/api/captures/negotiations")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest());
        assertThat(problem.path("field").asString()).isEqualTo(field);
        assertThat(problem.path("detail").asString()).contains("\"" + field + "\"");
        assertThat(drafts.sent()).isEmpty();
    }

    @Test
    void tooManyCandidatesAreRefused() {
        JsonNode problem = json(
                negotiate(Map.of("remote", "r", "defaultBranch", "main", "candidates", Collections.nCopies(257, KNOWN)))
                        .expectStatus()
                        .isBadRequest());
        assertThat(problem.path("field").asString()).isEqualTo("candidates");
    }

    @Test
    void aRemoteThatIsNotAllowedIsSaidInTheCallersLanguage() {
        repositories.failNextWith(new RefusedException(Reason.REMOTE_NOT_ALLOWED, "Addresses inside are refused."));
        JsonNode problem = json(owner.post()
                .uri("/api/captures/negotiations")
                .header("Accept-Language", "ko")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(
                        Map.of("remote", "http://10.0.0.1/x", "defaultBranch", "main", "candidates", List.of())))
                .exchange()
                .expectStatus()
                .isEqualTo(422));
        assertThat(problem.path("code").asString()).isEqualTo("REMOTE_NOT_ALLOWED");
        assertThat(problem.path("detail").asString()).contains("comfort.repositories", "Addresses inside are refused.");
        assertThat(problem.path("title").asString()).isEqualTo("허용되지 않는 원격 저장소입니다");
    }

    @Test
    void aCaptureIsTakenInAndOnlyThenAcknowledged() {
        UUID captureId = UUID.randomUUID();
        byte[] bundle = bytes(1_500_000);
        JsonNode answer = json(capture(order(captureId), bundle)
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueMatches("Location", "/d/[0-9a-f-]{36}")
                .expectHeader()
                .valueEquals("repo_uuid", repository));
        assertThat(answer.path("captureId").asString()).isEqualTo(captureId.toString());
        assertThat(answer.path("status").asString()).isEqualTo("CAPTURED");
        assertThat(repositories.bundleBytes(captureId)).isEqualTo(bundle.length);
        assertThat(drafts.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.command()).isInstanceOfSatisfying(CaptureChange.class, command -> {
                assertThat(command.draftId().toString())
                        .isEqualTo(answer.path("draftId").asString());
                assertThat(command.snapshot()).isEqualTo(SNAPSHOT);
                assertThat(command.base()).isNull();
                assertThat(command.mode()).isEqualTo(CaptureMode.WORK_TREE);
                assertThat(command.gitAuthor()).isEqualTo(new GitAuthor("김민아", "mina@example.org"));
                assertThat(command.capturedAt()).isEqualTo(Instant.parse("2026-11-01T10:00:00Z"));
                assertThat(command.unpushedCommits()).isEqualTo(1);
            });
            assertThat(sent.metaData())
                    .containsEntry("actor", "editor:vscode/1.2.3")
                    .containsEntry("client", "vscode/1.2.3")
                    .containsEntry("repositoryId", repository)
                    .containsEntry("userId", OWNER.toString())
                    .containsKey("traceId");
            assertThat(sent.thread().isVirtual()).isTrue();
        });
        assertThat(spooled()).isEmpty();
    }

    @Test
    void theTraceOfTheCallerGoesWithTheCommand() {
        byte[] body =
                multipart(Map.of("capture", JSON.writeValueAsBytes(order(UUID.randomUUID())), "bundle", bytes(10)));
        owner.post()
                .uri("/api/captures")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isAccepted();
        assertThat(drafts.sent().getLast().metaData().get("traceId")).isEqualTo("4bf92f35-77b3-4da6-a3ce-929d0e0e4736");
    }

    @Test
    void theSameCaptureAgainGivesTheSameAnswer() {
        Map<String, Object> order = order(UUID.randomUUID());
        JsonNode first = json(capture(order, bytes(100)).expectStatus().isAccepted());
        JsonNode second = json(capture(order, bytes(100)).expectStatus().isAccepted());
        assertThat(second).isEqualTo(first);

        order.put("snapshot", "d".repeat(40));
        JsonNode problem = json(capture(order, bytes(100)).expectStatus().isEqualTo(409));
        assertThat(problem.path("code").asString()).isEqualTo("CAPTURE_ID_REUSED");
    }

    @Test
    void thePartsMayComeInAnyOrderAndTheFormWithoutAType() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("bundle", bytes(3_000));
        parts.put("capture", JSON.writeValueAsBytes(order(UUID.randomUUID())));
        send(multipart(parts)).expectStatus().isAccepted();

        UUID captureId = UUID.randomUUID();
        String body = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"capture\"\r\n\r\n"
                + JSON.writeValueAsString(order(captureId)) + "\r\n--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"bundle\"; filename=\"b\"\r\n\r\nxyz\r\n--" + BOUNDARY
                + "--\r\n";
        send(body.getBytes(StandardCharsets.UTF_8)).expectStatus().isAccepted();
        assertThat(repositories.bundleBytes(captureId)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "captureId|null",
                "captureId|\"7\"",
                "captureId|\"1-1-1-1-1\"",
                "repositoryId|\"x\"",
                "lane|\"\"",
                "snapshot|\"HEAD\"",
                "snapshot|\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
                "base|\"main\"",
                "branch|\"a\\nb\"",
                "branch|5",
                "mode|\"EVERYTHING\"",
                "author|\"Mina\"",
                "author.email|null",
                "author.name|\"a\\u0000b\"",
                "author.phone|\"1\"",
                "capturedAt|\"yesterday\"",
                "capturedAt|\"+999999999-01-01T00:00:00Z\"",
                "client|\"vscode\"",
                "colour|\"red\""
            })
    void aCaptureWithAWrongFieldSaysWhichAndStoresNothing(String field, String value) {
        int before = repositories.ingests();
        Map<String, Object> order = order(UUID.randomUUID());
        Object parsed = JSON.readValue(value, Object.class);
        int dot = field.indexOf('.');
        if (dot < 0) {
            order.put(field, parsed);
        } else {
            Map<String, Object> author = new LinkedHashMap<>(Map.of("name", "M", "email", "m@example.org"));
            author.put(field.substring(dot + 1), parsed);
            order.put("author", author);
        }
        JsonNode problem = json(capture(order, bytes(10)).expectStatus().isBadRequest());
        assertThat(problem.path("code").asString()).isEqualTo("BAD_REQUEST");
        assertThat(problem.path("field").asString()).isEqualTo(field);
        assertThat(repositories.ingests()).isEqualTo(before);
        assertThat(drafts.sent()).isEmpty();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void aCaptureWhosePartsAreWrongIsBad() {
        byte[] form = JSON.writeValueAsBytes(order(UUID.randomUUID()));
        for (byte[] body : List.of(
                multipart(Map.of("capture", form)),
                multipart(Map.of("bundle", bytes(10))),
                multipart(Map.of("capture", form, "bundle", bytes(10), "more", bytes(10))),
                multipart(Map.of("capture", "{".getBytes(StandardCharsets.UTF_8), "bundle", bytes(10))),
                multipart(Map.of("capture", "[]".getBytes(StandardCharsets.UTF_8), "bundle", bytes(10))),
                multipart(Map.of("capture", "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8), "bundle", bytes(10))),
                "no multipart at all".getBytes(StandardCharsets.UTF_8),
                new byte[0])) {
            JsonNode problem = json(send(body).expectStatus().isBadRequest());
            assertThat(problem.path("code").asString()).isEqualTo("BAD_REQUEST");
        }
        byte[] twice = new String(multipart(Map.of("capture", form)), StandardCharsets.UTF_8)
                .replace("--" + BOUNDARY + "--\r\n", "")
                .concat(new String(multipart(Map.of("capture", form)), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(json(send(twice).expectStatus().isBadRequest())
                        .path("detail")
                        .asString())
                .contains("twice");
        assertThat(drafts.sent()).isEmpty();
        assertThat(spooled()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void eachRefusalHasItsStatusAndCode(Reason reason) {
        repositories.failNextWith(new RefusedException(reason, "Because. Do that."));
        JsonNode problem = json(capture(order(UUID.randomUUID()), bytes(10))
                .expectStatus()
                .isEqualTo(
                        switch (reason) {
                            case AUTHOR_NOT_ALLOWED -> 403;
                            case UNKNOWN_REPOSITORY, UNKNOWN_DRAFT -> 404;
                            case CAPTURE_ID_REUSED, CLAIMED, NOT_CLAIMED -> 409;
                            case PERSON_ERASED -> 410;
                            case TOO_LARGE -> 413;
                            case REMOTE_UNREACHABLE -> 502;
                            case REMOTE_NOT_ALLOWED,
                                    CORRUPT_BUNDLE,
                                    WRONG_REF,
                                    MISSING_OBJECTS,
                                    HOSTILE_CONTENT,
                                    MISMATCH,
                                    NO_CHANGE,
                                    AGENT_ONLY,
                                    BAD_ANALYSIS -> 422;
                        }));
        assertThat(problem.path("code").asString()).isEqualTo(reason.name());
        assertThat(problem.path("detail").asString()).isEqualTo("Because. Do that.");
        assertThat(drafts.sent()).isEmpty();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void aRepositoryThatNobodyTracksIsUnknown() {
        Map<String, Object> order = order(UUID.randomUUID());
        order.put("repositoryId", UUID.randomUUID().toString());
        capture(order, bytes(10)).expectStatus().isNotFound();
    }

    @Test
    void aFailureOfOursTellsNothingAndNothingIsAcknowledged() {
        UUID captureId = UUID.randomUUID();
        drafts.failNextWith(new IllegalStateException("jdbc:postgresql://localhost/x?password=hunter2"));
        JsonNode problem =
                json(capture(order(captureId), bytes(10)).expectStatus().isEqualTo(500));
        assertThat(problem.path("code").asString()).isEqualTo("INTERNAL");
        assertThat(problem.toString()).doesNotContain("hunter2", "Exception", "java.");
        json(capture(order(captureId), bytes(10)).expectStatus().isAccepted());

        repositories.failNextWith(new IllegalStateException("/home/mina/secret"));
        problem =
                json(capture(order(UUID.randomUUID()), bytes(10)).expectStatus().isEqualTo(500));
        assertThat(problem.toString()).doesNotContain("mina");
    }

    @Test
    void aBodyOverTheLimitIsRefusedBeforeAndWhileItComes() throws Exception {
        byte[] body = multipart(
                Map.of("capture", JSON.writeValueAsBytes(order(UUID.randomUUID())), "bundle", bytes(3 * 1024 * 1024)));
        int before = repositories.ingests();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url("/api/captures")))
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
            for (HttpRequest.BodyPublisher publisher : List.of(
                    HttpRequest.BodyPublishers.ofByteArray(body),
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
                HttpResponse<String> response =
                        http.send(request.POST(publisher).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(413);
                assertThat(JSON.readTree(response.body()).path("code").asString())
                        .isEqualTo("TOO_LARGE");
            }
        }
        String longForm = JSON.writeValueAsString(order(UUID.randomUUID())).replace("vscode", "v".repeat(70_000));
        send(multipart(Map.of("capture", longForm.getBytes(StandardCharsets.UTF_8), "bundle", bytes(10))))
                .expectStatus()
                .isEqualTo(413);
        negotiate(Map.of("remote", "r".repeat(300_000), "defaultBranch", "main", "candidates", List.of()))
                .expectStatus()
                .isEqualTo(413);
        assertThat(repositories.ingests()).isEqualTo(before);
        assertThat(spooled()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 400, 200_000})
    void aClientThatGoesAwayInMidUploadLeavesNothing(int bytesSent) throws Exception {
        byte[] body = multipart(
                Map.of("capture", JSON.writeValueAsBytes(order(UUID.randomUUID())), "bundle", bytes(1_000_000)));
        int before = repositories.ingests();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/captures HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + TOKEN
                            + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: "
                            + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, bytesSent);
            out.flush();
            await().atMost(5, TimeUnit.SECONDS).until(() -> openSpoolFiles() > 0);
        }
        await().atMost(10, TimeUnit.SECONDS).until(() -> openSpoolFiles() == 0);
        assertThat(spooled()).isEmpty();
        assertThat(repositories.ingests()).isEqualTo(before);
        assertThat(drafts.sent()).isEmpty();
        json(capture(order(UUID.randomUUID()), bytes(10)).expectStatus().isAccepted());
    }

    private Map<String, Object> order(UUID captureId) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("captureId", captureId.toString());
        order.put("repositoryId", repository);
        order.put("lane", UUID.randomUUID().toString());
        order.put("snapshot", SNAPSHOT);
        order.put("base", null);
        order.put("branch", "main");
        order.put("mode", "WORK_TREE");
        order.put("author", Map.of("name", "김민아", "email", "mina@example.org"));
        order.put("capturedAt", "2026-11-01T10:00:00Z");
        order.put("client", "vscode/1.2.3");
        return order;
    }

    private WebTestClient.ResponseSpec negotiate(Map<String, ?> body) {
        return owner.post()
                .uri("/api/captures/negotiations")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(body))
                .exchange();
    }

    private WebTestClient.ResponseSpec capture(Map<String, ?> order, byte[] bundle) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("capture", JSON.writeValueAsBytes(order));
        parts.put("bundle", bundle);
        return send(multipart(parts));
    }

    private WebTestClient.ResponseSpec send(byte[] body) {
        return owner.post()
                .uri("/api/captures")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .bodyValue(body)
                .exchange();
    }

    private static byte[] multipart(Map<String, byte[]> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        parts.forEach((name, content) -> {
            String type = name.equals("capture") ? "application/json" : "application/x-git-bundle";
            body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                            + name + "\"\r\nContent-Type: " + type + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(content);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static List<String> spooled() {
        try (Stream<Path> files = Files.list(SPOOL)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of the spool have no names; the process still holds them open. */
    private static long openSpoolFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(descriptor -> {
                        try {
                            return Files.readSymbolicLink(descriptor).startsWith(SPOOL);
                        } catch (IOException e) {
                            return false; // closed meanwhile
                        }
                    })
                    .count();
        }
    }
}
