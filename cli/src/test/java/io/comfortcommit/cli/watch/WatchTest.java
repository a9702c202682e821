package io.comfortcommit.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.client.ServerLocation;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Language;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.GitRepository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a work tree that is watched is captured, and what is said of it. */
class WatchTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-11-02T09:00:00Z");
    private Desktop desktop;
    private GitRepository work;
    private Watched watched;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
        work = desktop.work();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.of(stream, stream, Language.of("en"), desktop.environment())
                .with(Language.of("en"), true, true);
        watched = new Watched(
                work.root(), Duration.ofMinutes(5), desktop.environment(), () -> now, UUID::randomUUID, terminal);
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private void look(int minutesLater) {
        now = now.plus(Duration.ofMinutes(minutesLater));
        watched.look(() -> new Server(ServerLocation.find(desktop.environment()), "en"));
    }

    private List<String> said() {
        List<String> statuses = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.parse(line).path("status").asString())
                .toList();
        out.reset();
        return statuses;
    }

    @Test
    void aChangeThatIsLeftAloneIsCapturedOnce() {
        look(0);
        work.write("a.txt", "edited\n");
        look(10);
        assertThat(said()).as("seen just now").isEmpty();
        look(4);
        assertThat(said()).isEmpty();
        look(1);
        assertThat(said()).containsExactly("CAPTURED");
        look(60);
        look(60);
        assertThat(said()).isEmpty();
        assertThat(desktop.server().orders()).hasSize(1);
    }

    @Test
    void whoeverGoesOnEditingIsLeftAlone() {
        for (int i = 0; i < 10; i++) {
            work.write("a.txt", "edit".repeat(i + 1));
            look(4);
        }
        assertThat(said()).isEmpty();
        look(5);
        assertThat(said()).containsExactly("CAPTURED");
    }

    @Test
    void whatWasCapturedBeforeAStartIsNotCapturedAgain() {
        work.write("a.txt", "edited\n");
        desktop.captured();
        look(0);
        look(5);
        assertThat(said()).isEmpty();
        assertThat(desktop.server().orders()).hasSize(1);
    }

    @Test
    void troubleIsToldOnceAndWhatCouldNotBeSentIsSentLater() {
        desktop.server().goDown();
        look(0);
        work.write("a.txt", "edited\n");
        look(0);
        look(5);
        assertThat(said()).containsExactly("SPOOLED", "NOT_CAPTURED");
        look(1);
        look(1);
        assertThat(said()).isEmpty();
        desktop.server().comeUp();
        look(1);
        assertThat(said()).containsExactly("CAPTURED");
        assertThat(desktop.server().orders()).hasSize(1);
    }

    @Test
    void aDeskThatIsInTheMiddleOfSomethingIsLeftAlone() {
        work.git("checkout", "-q", "--detach");
        work.write("a.txt", "edited\n");
        look(0);
        look(5);
        look(5);
        assertThat(said()).containsExactly("NOT_CAPTURED");
        work.git("checkout", "-q", "main");
        look(0);
        look(5);
        assertThat(said()).containsExactly("CAPTURED");
    }

    @Test
    void severalAreWatchedAndTheEndIsCapturedToo() {
        GitRepository other = desktop.colleague();
        Process process = desktop.start(
                "watch",
                "--idle",
                "1s",
                "--on-exit",
                "--json",
                "--repo",
                work.root().toString(),
                "--repo",
                other.root().toString());
        try {
            work.write("a.txt", "edited\n");
            other.write("b.txt", "edited\n");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> desktop.server().orders().size() == 2);
            work.write("a.txt", "edited at the end\n");
            process.destroy();
            assertThat(process.onExit()
                            .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                            .join()
                            .exitValue())
                    .isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
        assertThat(desktop.server().orders()).hasSize(3);
    }

    @Test
    void aTimeThatIsNoneIsAMistakeOfUse() {
        assertThat(desktop.comfort("watch", "--idle", "soon").exit()).isEqualTo(2);
    }
}
