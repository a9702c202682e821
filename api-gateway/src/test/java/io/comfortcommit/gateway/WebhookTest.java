package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.gateway.MemoryDeliveries.Stored;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@NullUnmarked // its fields are filled before each test
class WebhookTest extends GatewayTest {
    private static final String BOUNDARY = "boundary-9c1e";
    private static final byte[] BUNDLE = bytes("# v2 git bundle\n…");
    private static final String REMOTE = "https://git.example.org/team/app.git";
    /** The private half of {@link #PUBLIC_KEY}, as published. */
    private static final String SEED = "6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=";

    private final HttpClient http = HttpClient.newHttpClient();
    private RepositoryId repository;

    @BeforeEach
    void track() {
        repository = repositories.track(new UserId(OWNER), REMOTE, "main");
        deliveries.stored().clear();
        repositories.ruled.clear();
        repositories.heads().clear();
    }

    private record Reply(int status, JsonNode body, HttpResponse<byte[]> response) {
        String code() {
            return body.path("code").asString("");
        }
    }

    @Test
    void aSignedCaptureIsStoredAsItCameAndAcknowledged() throws Exception {
        String id = id();
        int ingests = repositories.ingests();
        byte[] body = capture(Map.of());
        Reply reply = send(id, now(), v1(OLD_KEY, id, now(), body), body);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().path("status").asString()).isEqualTo("ACCEPTED");
        assertThat(reply.body().path("delivery").asString()).isEqualTo("captures/ci/" + id);
        assertThat(reply.response().headers().firstValue("repo_uuid")).contains(repository.toString());
        Stored stored = deliveries.stored().get("captures/ci/" + id);
        assertThat(stored.bundle()).isEqualTo(BUNDLE);
        assertThat(stored.order().caller().value()).isEqualTo(OWNER);
        assertThat(stored.order().repositoryId()).isEqualTo(repository);
        assertThat(stored.delivery().traceId())
                .isEqualTo(reply.response().headers().firstValue("trace_uuid").orElseThrow());
        assertThat(repositories.ingests()).as("that is work for later").isEqualTo(ingests);
        assertThat(spooled()).isEmpty();
    }

    @Test
    void anEd25519SignatureIsAsGood() throws Exception {
        String id = id();
        byte[] body = capture(Map.of("author", Map.of("name", "B", "email", "bot@example.org")));
        Reply reply = send(id, now(), v1a(id, now(), body), body);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(deliveries.stored()).containsOnlyKeys("captures/build/" + id);
    }

    @Test
    void whileKeysRotateEitherWorksAndBothInOneHeader() throws Exception {
        byte[] body = capture(Map.of());
        for (List<String> keys : List.of(List.of(OLD_KEY), List.of(NEW_KEY), List.of(OLD_KEY, NEW_KEY))) {
            String id = id();
            String signatures = String.join(
                    " ", keys.stream().map(key -> v1(key, id, now(), body)).toList());
            assertThat(send(id, now(), "v1,AAAA " + signatures, body).status()).isEqualTo(202);
        }
    }

    @ParameterizedTest
    @CsvSource({"-301, 401", "-299, 202", "0, 202", "299, 202", "301, 401", "-86400, 401", "999999999, 401"})
    void aTimestampMayDifferByFiveMinutesEitherWay(long seconds, int status) throws Exception {
        String id = id();
        String timestamp = String.valueOf(clock.instant().getEpochSecond() + seconds);
        byte[] body = capture(Map.of());
        Reply reply = send(id, timestamp, v1(OLD_KEY, id, timestamp, body), body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(status == 202 ? "" : "WEBHOOK_TIMESTAMP_REFUSED");
        assertThat(deliveries.stored()).hasSize(status == 202 ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void aStrippedHeaderIsRefused(String name) throws Exception {
        String id = id();
        byte[] body = capture(Map.of());
        Map<String, String> headers = headers(id, now(), v1(OLD_KEY, id, now(), body));
        headers.remove(name);
        assertUnsigned(post("/webhooks/captures", headers, BodyPublishers.ofByteArray(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "v1,",
                "v1,=====",
                "v1,%EC%84%9C%EB%AA%85",
                "v2,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
                "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
                "v1a,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="
            })
    void aSignatureHeaderWithGarbageIsRefused(String signature) throws Exception {
        assertUnsigned(send(id(), now(), signature, capture(Map.of())));
    }

    @Test
    void aSignatureOfAnotherBodyIdOrTimestampIsRefused() throws Exception {
        String id = id();
        byte[] body = capture(Map.of());
        byte[] changed = body.clone();
        changed[changed.length - 20] ^= 1;
        assertUnsigned(send(id, now(), v1(OLD_KEY, id, now(), body), changed));
        assertUnsigned(send(id(), now(), v1(OLD_KEY, id, now(), body), body));
        String later = String.valueOf(Long.parseLong(now()) + 1);
        assertUnsigned(send(id, later, v1(OLD_KEY, id, now(), body), body));
    }

    /** A multipart body may begin with anything, so that part of the timestamp could be moved into it. */
    @Test
    void whatWasSignedCannotBeCutInAnotherWay() throws Exception {
        byte[] body = capture(Map.of());
        byte[] shifted = concat(bytes(now() + "."), body);
        String signature = v1(OLD_KEY, "msg", now(), shifted); // msg.<now>.<now>.body
        assertThat(send("msg", now(), signature, shifted).status()).isEqualTo(202);
        assertUnsigned(send("msg." + now(), now(), signature, body));
    }

    @Test
    void theSameAgainIsAnsweredAsBeforeAndSomethingElseUnderItsIdIsRefused() throws Exception {
        String id = id();
        byte[] body = capture(Map.of());
        Reply first = send(id, now(), v1(OLD_KEY, id, now(), body), body);
        clock.advance(Duration.ofMinutes(30));
        Reply again = send(id, now(), v1(NEW_KEY, id, now(), body), body);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(deliveries.stored()).hasSize(1);

        byte[] other = capture(Map.of("branch", "other"));
        Reply reused = send(id, now(), v1(OLD_KEY, id, now(), other), other);
        assertThat(reused.status()).isEqualTo(409);
        assertThat(reused.code()).isEqualTo("WEBHOOK_ID_REUSED");
    }

    @Test
    void aReplayFromFiftyThreadsIsOneDelivery() throws Exception {
        String id = id();
        byte[] body = capture(Map.of());
        String signature = v1(OLD_KEY, id, now(), body);
        Set<String> answers = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<Future<Reply>> replies = IntStream.range(0, 50)
                    .mapToObj(n -> threads.submit(() -> send(id, now(), signature, body)))
                    .toList();
            for (Future<Reply> reply : replies) {
                answers.add(reply.get().status() + " " + reply.get().body());
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(deliveries.stored()).hasSize(1);
    }

    @Test
    void aChunkedBodyIsVerifiedAsAnyOther() throws Exception {
        String id = id();
        byte[] body = capture(Map.of());
        Map<String, String> headers = headers(id, now(), v1(OLD_KEY, id, now(), body));
        Reply reply =
                post("/webhooks/captures", headers, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertThat(reply.status()).isEqualTo(202);
    }

    @Test
    void aBodyOverTheLimitIsRefusedWhetherOrNotItSaysItsLength() throws Exception {
        String id = id();
        byte[] body = new byte[2 << 20];
        String signature = v1(OLD_KEY, id, now(), body);
        assertThat(send(id, now(), signature, body).code()).isEqualTo("TOO_LARGE");
        InputStream endless = new InputStream() {
            private int left = 64 << 20;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int count = Math.min(length, left);
                Arrays.fill(into, offset, offset + count, (byte) 'x');
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        try {
            Reply reply = post(
                    "/webhooks/captures", headers(id, now(), signature), BodyPublishers.ofInputStream(() -> endless));
            assertThat(reply.status()).isEqualTo(413);
        } catch (IOException closedBeforeAllWasSent) {
            assertThat(closedBeforeAllWasSent).isNotNull();
        }
        assertThat(deliveries.stored()).isEmpty();
        assertThat(spooled()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "lane, x, 400, BAD_REQUEST",
        "repositoryId, 00000000-0000-0000-0000-000000000001, 404, UNKNOWN_REPOSITORY",
        "extra, x, 400, BAD_REQUEST"
    })
    void aWrongFieldIsSaidInWords(String field, String value, int status, String code) throws Exception {
        String id = id();
        byte[] body = capture(Map.of(field, value));
        Reply reply = send(id, now(), v1(OLD_KEY, id, now(), body), body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(deliveries.stored()).isEmpty();
    }

    @Test
    void codeThatMustNotComeToTheServerWaitsNowhere() throws Exception {
        repositories.ruled.add(repository);
        String id = id();
        byte[] body = capture(Map.of());
        Reply reply = send(id, now(), v1(OLD_KEY, id, now(), body), body);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("AGENT_ONLY");
        assertThat(deliveries.stored()).isEmpty();
    }

    @Test
    void aSenderDeliversForItsRepositoriesAndAuthorsOnly() throws Exception {
        RepositoryId other = repositories.track(new UserId(OWNER), "https://git.example.org/others/app.git", "main");
        String id = id();
        byte[] body = capture(Map.of("repositoryId", other.toString()));
        assertThat(send(id, now(), v1(OLD_KEY, id, now(), body), body).code()).isEqualTo("WEBHOOK_NOT_ALLOWED");
        byte[] somebodys = capture(Map.of("author", Map.of("name", "S", "email", "somebody@example.org")));
        Reply reply = send(id, now(), v1(OLD_KEY, id, now(), somebodys), somebodys);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("AUTHOR_NOT_ALLOWED");
        assertThat(deliveries.stored()).isEmpty();
    }

    @Test
    void manyWrongSignaturesAreTurnedAwayAndRightOnesPass() throws Exception {
        byte[] body = capture(Map.of());
        for (int n = 0; n < 5; n++) {
            assertUnsigned(send(id(), now(), "v1,AAAA", body));
        }
        Reply reply = send(id(), now(), "v1,AAAA", body);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.response().headers().firstValue("Retry-After")).isPresent();
        String id = id();
        assertThat(send(id, now(), v1(OLD_KEY, id, now(), body), body).status()).isEqualTo(202);
    }

    @Test
    void theWordsAreInTheCallersLanguageAndNeverOfASecret() throws Exception {
        Map<String, String> headers = headers(id(), now(), "v1,AAAA");
        headers.put("Accept-Language", "ko");
        Reply reply = post("/webhooks/captures", headers, BodyPublishers.ofByteArray(capture(Map.of())));
        assertThat(reply.body().path("detail").asString()).contains("서명");
        assertThat(reply.body().toString()).doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "AAAA");
    }

    @Test
    void onlyTheOwnerAsksWhatBecameOfADelivery() throws Exception {
        String id = id();
        byte[] body = capture(Map.of());
        String path = "/webhooks/deliveries/"
                + send(id, now(), v1(OLD_KEY, id, now(), body), body)
                        .body()
                        .path("delivery")
                        .asString();
        assertThat(json(owner.get().uri(path).exchange().expectStatus().isOk())
                        .path("status")
                        .asString())
                .isEqualTo("DONE");
        owner.get()
                .uri("/webhooks/deliveries/captures/ci/none")
                .exchange()
                .expectStatus()
                .isNotFound();
        anybody.get().uri(path).exchange().expectStatus().isUnauthorized();
        anybody.get()
                .uri(path)
                .cookie("comfort_session", session())
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    // GitHub

    @Test
    void aPushThatGithubTellsOfIsStored() throws Exception {
        Reply reply = github("push", "d-1", push("refs/heads/wip/main/laptop"));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().path("status").asString()).isEqualTo("ACCEPTED");
        Stored stored = deliveries.stored().get("github/hub/d-1");
        assertThat(stored.pushed().branch()).isEqualTo("wip/main/laptop");
        assertThat(stored.pushed().repository()).isEqualTo(repository);
        assertThat(stored.pushed().authors()).containsExactly("author@example.org");
        assertThat(github("push", "d-1", push("refs/heads/wip/main/laptop")).body())
                .isEqualTo(reply.body());
        assertThat(github("push", "d-1", push("refs/heads/wip/other")).code()).isEqualTo("WEBHOOK_ID_REUSED");
        assertThat(deliveries.stored()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ping, '{\"zen\":\"…\"}', NOT_A_PUSH",
        "issues, '{}', NOT_A_PUSH",
        "push, '{\"ref\":\"refs/heads/main\"}', OTHER_BRANCH",
        "push, '{\"ref\":\"refs/tags/wip/1\"}', OTHER_BRANCH",
        "push, '{\"ref\":\"refs/heads/wip/\"}', OTHER_BRANCH",
        "push, '{\"ref\":\"refs/heads/wip/x\",\"deleted\":true}', BRANCH_DELETED",
        "push, '{\"ref\":\"refs/heads/wip/x\",\"after\":\"0000000000000000000000000000000000000000\"}', BRANCH_DELETED",
        "push, '{\"ref\":\"refs/heads/wip/x\",\"repository\":{\"clone_url\":\"https://git.example.org/team/no\"}}',"
                + " NOT_TRACKED",
        "push, '{\"ref\":\"refs/heads/wip/x\"}', NOT_TRACKED"
    })
    void whatIsNoPushForUsIsAcknowledgedAndIgnored(String event, String body, String reason) throws Exception {
        Reply reply = github(event, "d-2", body);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().path("status").asString()).isEqualTo("IGNORED");
        assertThat(reply.body().path("reason").asString()).isEqualTo(reason);
        assertThat(deliveries.stored()).isEmpty();
    }

    @Test
    void aRepositoryThatTheSenderMayNotDeliverForIsIgnored() throws Exception {
        repositories.track(new UserId(OWNER), "git@git.example.org:others/app2.git", "main");
        Reply reply = github("push", "d-3", """
                {"ref":"refs/heads/wip/x","repository":{"ssh_url":"git@git.example.org:others/app2.git"}}""");
        assertThat(reply.body().path("reason").asString()).isEqualTo("NOT_ALLOWED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "null", "{", "{\"ref\":7}", "{\"ref\":\"a\",\"ref\":\"b\"}", "{} x", "[[[[[[[[[[[["})
    void aBodyThatTellsOfNoPushIsABadRequest(String body) throws Exception {
        assertThat(github("push", "d-4", body).code()).isEqualTo("BAD_REQUEST");
        assertThat(deliveries.stored()).isEmpty();
    }

    @Test
    void aForgedOrUnsignedPushIsRefused() throws Exception {
        String body = push("refs/heads/wip/main");
        assertUnsigned(github("push", "d-5", body, "sha256=" + "0".repeat(64)));
        assertUnsigned(github("push", "d-5", body, "sha1=" + "0".repeat(40)));
        assertUnsigned(github("push", "d-5", body, ""));
        assertUnsigned(github("push", "d-5", body + " ", hub(body)));
    }

    @Test
    void aPushWithoutADeliveryIdIsABadRequest() throws Exception {
        String body = push("refs/heads/wip/main");
        Map<String, String> headers = new LinkedHashMap<>(
                Map.of("Content-Type", "application/json", "X-GitHub-Event", "push", "X-Hub-Signature-256", hub(body)));
        assertThat(post("/webhooks/github", headers, BodyPublishers.ofString(body))
                        .code())
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void aLargePushIsReadWithoutKeepingIt() throws Exception {
        String commits = String.join(
                ",",
                Stream.generate(() -> "{\"message\":\"" + "가".repeat(300) + "\"}")
                        .limit(900)
                        .toList());
        String body = push("refs/heads/wip/main").replaceFirst("\\{", "{\"commits\":[" + commits + "],");
        assertThat(github("push", "d-6", body).status()).isEqualTo(202);
        assertThat(github("push", "d-7", body + " ".repeat(1 << 20)).status()).isEqualTo(413);
    }

    // GitLab

    @Test
    void aPushThatGitlabTellsOfIsStoredByTokenOrSignature() throws Exception {
        String body = """
                {"object_kind":"push","ref":"refs/heads/wip/main","after":"%s",
                 "project":{"git_http_url":"https://git.example.org/team/app.git","id":7}}""".formatted("a".repeat(40));
        Map<String, String> byToken = gitlab(Map.of("X-Gitlab-Token", LAB_TOKEN, "X-Gitlab-Event-UUID", "e-1"));
        assertThat(post("/webhooks/gitlab", byToken, BodyPublishers.ofString(body))
                        .status())
                .isEqualTo(202);
        String id = id();
        Map<String, String> signed = gitlab(headers(id, now(), v1(NEW_KEY, id, now(), bytes(body))));
        assertThat(post("/webhooks/gitlab", signed, BodyPublishers.ofString(body))
                        .status())
                .isEqualTo(202);
        assertThat(deliveries.stored()).containsOnlyKeys("gitlab/lab/e-1", "gitlab/lab/" + id);
        Map<String, String> both =
                gitlab(Map.of("X-Gitlab-Token", LAB_TOKEN, "X-Gitlab-Event-UUID", "e-1", "Idempotency-Key", "i-1"));
        post("/webhooks/gitlab", both, BodyPublishers.ofString(body));
        assertThat(deliveries.stored()).containsKey("gitlab/lab/i-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a token of the lab, quite lonG", "a token of the lab, quite long2", NEW_KEY})
    void aWrongTokenIsRefused(String token) throws Exception {
        assertUnsigned(post(
                "/webhooks/gitlab",
                gitlab(Map.of("X-Gitlab-Token", token, "X-Gitlab-Event-UUID", "e-2")),
                BodyPublishers.ofString("{}")));
    }

    @Test
    void aWrongSignatureIsNotMadeGoodByNothing() throws Exception {
        Map<String, String> headers = gitlab(headers(id(), now(), "v1,AAAA"));
        assertUnsigned(post("/webhooks/gitlab", headers, BodyPublishers.ofString("{}")));
    }

    // helpers

    private void assertUnsigned(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("WEBHOOK_SIGNATURE_INVALID");
        assertThat(deliveries.stored().values())
                .allMatch(stored -> stored.delivery().id().equals("msg"));
    }

    private static Map<String, String> gitlab(Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("X-Gitlab-Event", "Push Hook");
        return headers;
    }

    private static String push(String ref) {
        return """
                {"ref":"%s","before":"%s","after":"%s","forced":true,"deleted":false,
                 "repository":{"id":1,"owner":{"name":"team"},"clone_url":"https://git.example.org/team/app.git"}}""".formatted(ref, "b".repeat(40), "a".repeat(40));
    }

    private Reply github(String event, String delivery, String body) throws Exception {
        return github(event, delivery, body, hub(body));
    }

    private Reply github(String event, String delivery, String body, String signature) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-GitHub-Event", event);
        headers.put("X-GitHub-Delivery", delivery);
        headers.put("X-Hub-Signature-256", signature);
        return post("/webhooks/github", headers, BodyPublishers.ofString(body));
    }

    private static String hub(String body) {
        return "sha256=" + HexFormat.of().formatHex(hmac(bytes(HUB_SECRET), bytes(body)));
    }

    private Reply send(String id, String timestamp, String signature, byte[] body) throws Exception {
        return post("/webhooks/captures", headers(id, timestamp, signature), BodyPublishers.ofByteArray(body));
    }

    private static Map<String, String> headers(String id, String timestamp, String signature) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", signature);
        return headers;
    }

    private Reply post(String path, Map<String, String> headers, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).POST(body);
        headers.forEach(request::header);
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), JSON.readTree(response.body()), response);
    }

    private byte[] capture(Map<String, Object> changes) {
        Map<String, Object> form = new LinkedHashMap<>(Map.of(
                "captureId", "0b0d4b5e-1f0a-4a53-9a0f-3a8f4f5c1d2e",
                "repositoryId", repository.toString(),
                "lane", "1b0d4b5e-1f0a-4a53-9a0f-3a8f4f5c1d2e",
                "snapshot", "a".repeat(40),
                "branch", "main",
                "mode", "WORK_TREE",
                "author", Map.of("name", "김 편안", "email", "author@example.org"),
                "capturedAt", "2026-11-02T10:00:00Z",
                "client", "ci/1"));
        form.putAll(changes);
        return concat(
                part("capture", "application/json", JSON.writeValueAsBytes(form)),
                part("bundle", "application/x-git-bundle", BUNDLE),
                bytes("--" + BOUNDARY + "--\r\n"));
    }

    private static byte[] part(String name, String type, byte[] content) {
        return concat(
                bytes("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: "
                        + type + "\r\n\r\n"),
                content,
                bytes("\r\n"));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String id() {
        return "msg_" + UUID.randomUUID();
    }

    private String now() {
        return String.valueOf(clock.instant().getEpochSecond());
    }

    private static String v1(String key, String id, String timestamp, byte[] body) {
        byte[] secret = Base64.getDecoder().decode(key.substring("whsec_".length()));
        return "v1,"
                + Base64.getEncoder().encodeToString(hmac(secret, concat(bytes(id + "." + timestamp + "."), body)));
    }

    private static String v1a(String id, String timestamp, byte[] body) throws GeneralSecurityException {
        byte[] pkcs8 = concat(
                HexFormat.of().parseHex("302e020100300506032b657004220420"),
                Base64.getDecoder().decode(SEED));
        PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(bytes(id + "." + timestamp + "."));
        signature.update(body);
        return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(SPOOL)) {
            return new ArrayList<>(files.toList());
        }
    }
}
