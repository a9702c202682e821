package io.comfortcommit.standalone.axonserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.axoniq.axonserver.grpc.event.Event;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** By one setting, events, commands and queries go over the wire to Axon Server. */
class AxonServerTest {
    @TempDir
    Path temporary;

    @Test
    void theWholeLineRunsThroughAxonServerAndAnotherProcessGoesOnFromThere() throws Exception {
        Desk desk = Desk.in(temporary.resolve("git"));
        desk.write("src/Retry.java", "class Retry {\n    int times() {\n        return 3;\n    }\n}\n");
        Desk.Capture capture = desk.capture();
        UUID draft;
        try (InMemoryAxonServer axon = InMemoryAxonServer.start()) {
            long version;
            try (StandaloneProcess server = start(axon)) {
                GatewayClient client = server.client();
                String repository = client.negotiate(
                                desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")))
                        .required("repositoryId")
                        .asString();
                draft = accepted(client.capture(capture, repository));
                assertThat(accepted(client.capture(capture, repository))).isEqualTo(draft);
                version = awaitStatus(client, draft, "DRAFTED")
                        .required("version")
                        .asLong();
            }
            try (StandaloneProcess server = start(axon)) {
                GatewayClient client = server.client();
                assertThat(client.approve(draft, version + 7)
                                .path("errors")
                                .path(0)
                                .path("extensions")
                                .path("code")
                                .asString())
                        .isEqualTo("STALE_VERSION");
                assertThat(client.approve(draft, version).path("errors").isMissingNode())
                        .isTrue();
                JsonNode pushed = awaitStatus(client, draft, "PUSHED");

                assertThat(pushed.required("timeline").findValuesAsString("type"))
                        .containsExactly("Captured", "Drafted", "Approved", "Pushed");
                assertThat(desk.remoteGit("rev-parse", "main"))
                        .isEqualTo(pushed.required("commitId").asString());
                assertThat(desk.remoteGit("rev-parse", "main^{tree}")).isEqualTo(capture.tree());
            }
            UUID id = draft;
            assertThat(axon.events())
                    .filteredOn(event -> event.getAggregateIdentifier().equals(id.toString()))
                    .extracting(event -> event.getPayload().getType())
                    .containsExactly(
                            "commit-draft.captured",
                            "commit-draft.drafted",
                            "commit-draft.approved",
                            "commit-draft.pushed");
            assertThat(axon.events())
                    .extracting(Event::getPayload)
                    .allSatisfy(payload ->
                            assertThat(payload.getData().toStringUtf8()).doesNotContain("Retry"));
        }
    }

    private StandaloneProcess start(InMemoryAxonServer axon) throws Exception {
        return StandaloneProcess.start(
                temporary, "-Daxon.axonserver.enabled=true", "-Daxon.axonserver.servers=" + axon.address());
    }

    private static UUID accepted(GatewayClient.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return UUID.fromString(answer.body().required("draftId").asString());
    }

    private static JsonNode awaitStatus(GatewayClient client, UUID draft, String status) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> client.draft(draft),
                        found -> found.path("status").asString("").equals(status));
    }
}
