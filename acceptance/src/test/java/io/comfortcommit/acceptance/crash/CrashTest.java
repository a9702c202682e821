package io.comfortcommit.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The real server is killed by SIGKILL at each {@link CrashPoint} in turn and started again on the same data. Whatever the
 * point: the capture that was acknowledged is not lost, the draft does not get stuck, and its commit lands once.
 *
 * <p>{@code -Dcrash.rounds=N} adds N rounds killed at random moments.
 */
class CrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path armed = Path.of("unset");
    private Path agent = Path.of("unset");
    private StandaloneProcess server;
    private int starts;

    @Test
    void whereverItIsKilledNothingIsLostStuckOrPushedTwice() throws Exception {
        Desk desk = Desk.in(folder.resolve("git"));
        for (CrashPoint point : CrashPoint.values()) {
            round(desk, point.name(), point.foreignPush(), () -> Files.writeString(armed, point.name()));
        }
    }

    @Test
    void killedAtRandomMomentsNothingIsLostStuckOrPushedTwice() throws Exception {
        int rounds = Integer.getInteger("crash.rounds", 2);
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("crash.seed=" + seed + " crash.rounds=" + rounds);
        Random random = new Random(seed);
        Desk desk = Desk.in(folder.resolve("git"));
        for (int number = 0; number < rounds; number++) {
            int delay = random.nextInt(400);
            // A foreign push waits for the crash, and a late crash may miss the round: only where it is certain.
            round(
                    desk,
                    "random round " + number + " of seed " + seed,
                    false,
                    () -> Thread.ofVirtual().start(() -> killAfter(server, delay)));
        }
    }

    private static void killAfter(StandaloneProcess process, int milliseconds) {
        try {
            await().pollDelay(Duration.ofMillis(milliseconds)).until(() -> true);
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A capture, a draft, an approval and a push, with a crash somewhere, and what must hold afterwards. */
    private void round(Desk desk, String name, boolean foreignPush, Arming arming) throws Exception {
        int startsBefore = starts;
        List<String> before = desk.remoteLog();
        desk.git("fetch", "-q", "origin");
        desk.git("reset", "-q", "--hard", "origin/main");
        desk.write("src/" + name.replace(' ', '-') + ".txt", name + "\n");
        Desk.Capture capture = desk.capture();
        arming.arm();

        UUID draft = UUID.fromString(persistently(client -> {
            JsonNode repository = client.negotiate(desk.remote().toString(), "main", List.of(capture.base()));
            GatewayClient.Answer answer =
                    client.capture(capture, repository.required("repositoryId").asString());
            assertThat(answer.status()).as("%s: %s", name, answer).isEqualTo(202);
            return answer.body().required("draftId").asString();
        }));
        long version = awaitStatus(draft, name, "DRAFTED").required("version").asLong();
        persistently(client -> {
            JsonNode answer = client.approve(draft, version);
            // A retry of an approval that was taken in before the crash finds another version: that is fine.
            assertThat(answer.path("errors").isMissingNode()
                            || answer.toString().contains("STALE_VERSION")
                            || answer.toString().contains("ILLEGAL_TRANSITION"))
                    .as("%s: %s", name, answer)
                    .isTrue();
            return answer;
        });
        if (foreignPush) {
            // The point lies after the push: the colleague's commit comes on top of ours before the server is back.
            await().atMost(PATIENCE).until(() -> !server.alive());
            Desk colleague = desk.colleague("colleague-" + UUID.randomUUID());
            colleague.write("colleague/" + name.replace(' ', '-') + ".txt", "theirs\n");
            colleague.commitAndPush("docs: theirs");
        }
        JsonNode pushed = awaitStatus(draft, name, "PUSHED");

        List<String> after = new ArrayList<>(desk.remoteLog());
        after.removeAll(new HashSet<>(before));
        assertThat(after).as("%s: new commits on the remote", name).hasSize(foreignPush ? 2 : 1);
        assertThat(after).as(name).contains(pushed.required("commitId").asString());
        if (!pushed.required("rebased").asBoolean()) {
            assertThat(desk.remoteGit("rev-parse", pushed.required("commitId").asString() + "^{tree}"))
                    .as("%s: the captured tree", name)
                    .isEqualTo(capture.tree());
        }
        assertThat(pushed.required("timeline")
                        .valueStream()
                        .map(entry -> entry.required("type").asString()))
                .as(name)
                .containsExactly("Captured", "Drafted", "Approved", "Pushed");
        desk.remoteGit("fsck", "--strict");
        if (!name.startsWith("random")) {
            assertThat(starts).as("%s was reached and the server killed", name).isEqualTo(startsBefore + 1);
        }
    }

    private JsonNode awaitStatus(UUID draft, String name, String status) {
        return await(name + ": " + status)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> persistently(client -> client.draft(draft)),
                        found -> found.path("status").asString("").equals(status));
    }

    /** Asks until it is answered; starts the server again whenever it is dead. */
    private <T> T persistently(Call<T> call) throws Exception {
        for (int attempt = 0; ; attempt++) {
            if (!server.alive()) {
                start();
            }
            try {
                return call.on(server.client());
            } catch (IOException lost) {
                if (attempt == 5) {
                    throw lost;
                }
                // Either it is dying just now, or it is not, and then the next try is answered.
                server.ends(1);
            }
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @BeforeEach
    void begin() throws IOException {
        armed = folder.resolve("armed");
        agent = folder.resolve("crash-agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), CrashAgent.class.getName());
        try (OutputStream out = Files.newOutputStream(agent)) {
            new JarOutputStream(out, manifest).close();
        }
        start();
        starts = 0;
    }

    private void start() throws IOException {
        starts++;
        server = StandaloneProcess.start(folder, "-javaagent:" + agent + "=" + armed);
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(GatewayClient client) throws Exception;
    }

    @FunctionalInterface
    private interface Arming {
        void arm() throws IOException;
    }
}
