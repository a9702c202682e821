package io.comfortcommit.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.standalone.axonserver.InMemoryAxonServer;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As in Docker Compose: events are in Axon Server, which is backed up by itself, and all else is in the file. */
class BackupBesideAxonServerTest {
    @TempDir
    Path temporary;

    @Test
    void whatWasBackedUpWhileServingGoesOnWithTheEventsThatAreThere() throws Exception {
        Path first = Files.createDirectories(temporary.resolve("first"));
        Path second = Files.createDirectories(temporary.resolve("second"));
        Path file = temporary.resolve("backup.zip");
        Desk desk = Desk.in(temporary.resolve("git"));
        try (InMemoryAxonServer axon = InMemoryAxonServer.start()) {
            UUID pushed;
            UUID open;
            try (StandaloneProcess server = start(first, axon)) {
                GatewayClient client = server.client();
                String repository = BackupTest.repository(client, desk);
                pushed = BackupTest.pushed(client, desk, repository, 0);
                open = BackupTest.captured(client, desk, repository, 1);
                BackupTest.awaitStatus(client, open, "DRAFTED");

                BackupTest.Said written =
                        BackupTest.run("backup", file.toString(), "--data=" + first.resolve("data"), "--json");
                assertThat(written.exit()).as(written.toString()).isZero();
            }

            BackupTest.Said restored = BackupTest.restore(file, second, first.resolve("data/secrets"));
            assertThat(restored.exit()).as(restored.toString()).isZero();

            try (StandaloneProcess server = start(second, axon)) {
                GatewayClient client = server.client();
                assertThat(client.draft(pushed).required("timeline").findValuesAsString("type"))
                        .containsExactly("Captured", "Drafted", "Approved", "Pushed");
                BackupTest.approve(client, open);
                String commit = BackupTest.awaitStatus(client, open, "PUSHED")
                        .required("commitId")
                        .asString();
                assertThat(desk.remoteLog()).contains(commit);
            }
        }
    }

    private static StandaloneProcess start(Path home, InMemoryAxonServer axon) throws Exception {
        return StandaloneProcess.start(
                home, "-Daxon.axonserver.enabled=true", "-Daxon.axonserver.servers=" + axon.address());
    }
}
