package io.comfortcommit.acceptance.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.FakePushService;
import io.comfortcommit.testing.FakePushService.Browser;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server as it is started, and a push service beside it. */
class WebPushTest {
    @Test
    void aCaptureIsToldToADeviceThatSubscribedInWordsThatOnlyItReads(@TempDir Path folder) throws Exception {
        Browser phone = FakePushService.browser();
        try (FakePushService service = new FakePushService();
                StandaloneProcess server = StandaloneProcess.start(folder, "-Dcomfort.web-push.services=127.0.0.1")) {
            GatewayClient owner = server.client();
            String code = owner.post("/api/pairings", Map.of())
                    .body()
                    .required("code")
                    .asString();
            String token = owner.post("/api/tokens", Map.of("code", code))
                    .body()
                    .required("token")
                    .asString();
            JsonNode subscribed = new GatewayClient(server.url(), token)
                    .graphql(
                            "mutation($input: SubscribeWebPushInput!) { subscribeWebPush(input: $input) { key on } }",
                            Map.of(
                                    "input",
                                    Map.of(
                                            "endpoint",
                                            service.endpoint("phone").toString(),
                                            "p256dh",
                                            phone.p256dh(),
                                            "auth",
                                            phone.auth())))
                    .path("data")
                    .path("subscribeWebPush");
            assertThat(subscribed.path("on").asBoolean()).isTrue();

            UUID draft = captured(owner, folder.resolve("git"));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(service.received()).hasSize(1));
            FakePushService.Received message = service.received().getFirst();
            assertThat(message.headers().getFirst("Authorization"))
                    .endsWith(", k=" + subscribed.path("key").asString());
            JsonNode text = JsonMapper.shared().readTree(phone.read(message.body()));
            assertThat(text.path("path").asString()).isEqualTo("/d/" + draft);
            assertThat(text.path("title").asString()).contains("waits for you");
            await().untilAsserted(
                            () -> assertThat(owner.draft(draft).path("timeline").findValuesAsString("type"))
                                    .contains("ApproverNotified"));
        }
    }

    private static UUID captured(GatewayClient client, Path git) throws Exception {
        Desk desk = Desk.in(git);
        desk.write("src/Order.java", "class Order { int total = 1; }\n");
        Desk.Capture capture = desk.capture();
        String repository = client.negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")))
                .required("repositoryId")
                .asString();
        return UUID.fromString(
                client.capture(capture, repository).body().required("draftId").asString());
    }
}
