package io.comfortcommit.cli.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.GitRepository;
import io.comfortcommit.cli.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What can't be sent now is sent later: all of it, in order, once. */
class SpoolTest {
    private static final Instant MORNING = Instant.parse("2026-11-02T09:00:00Z");

    @TempDir
    Path folder;

    private Desktop desktop;
    private GitRepository work;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
        work = desktop.work();
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private Ran spool(String what) {
        return desktop.comfort("spool", what, "--json", "--repo", work.root().toString());
    }

    /** Captures one an interval while nobody answers. @return the snapshots */
    private List<String> capturedOffline(int many, Duration interval) {
        List<String> snapshots = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            desktop.at(MORNING.plus(interval.multipliedBy(i)));
            work.write("a.txt", "edit " + i + "\n");
            Ran ran = desktop.capture();
            assertThat(ran.exit()).as(ran.toString()).isZero();
            assertThat(ran.json().path("status").asString()).as(ran.toString()).isEqualTo("SPOOLED");
            assertThat(ran.json().path("left").asInt()).isEqualTo(i + 1);
            snapshots.add(ran.json().path("snapshot").asString());
        }
        return snapshots;
    }

    private List<String> arrived() {
        return desktop.server().orders().stream()
                .map(order -> order.path("snapshot").asString())
                .toList();
    }

    @Test
    void anHourOfflineWithTwentyCapturesLosesNone() {
        desktop.server().goDown();
        List<String> snapshots = capturedOffline(20, Duration.ofMinutes(3));
        assertThat(spool("list").objects())
                .extracting(waiting -> waiting.path("snapshot").asString())
                .isEqualTo(snapshots);
        Ran offline = spool("send");
        assertThat(offline.exit()).isEqualTo(3);
        assertThat(offline.errorCode()).isEqualTo("SERVER_UNREACHABLE");
        assertThat(offline.json().path("error").path("waiting").asInt()).isEqualTo(20);

        desktop.server().comeUp();
        Ran sent = spool("send");

        assertThat(sent.exit()).as(sent.toString()).isZero();
        assertThat(sent.objects())
                .hasSize(20)
                .allSatisfy(line -> assertThat(line.path("status").asString()).isEqualTo("SENT"));
        assertThat(arrived()).isEqualTo(snapshots);
        assertThat(desktop.server().orders())
                .extracting(order -> order.path("capturedAt").asString())
                .startsWith("2026-11-02T09:00:00Z", "2026-11-02T09:03:00Z")
                .endsWith("2026-11-02T09:57:00Z");
        assertThat(spool("list").out()).isEmpty();
        assertThat(spool("send").exit()).isZero();
        assertThat(arrived()).hasSize(20);
    }

    @Test
    void whatIsCapturedWhileTheServerIsStoppedIsSentWhenItRunsAgain() {
        desktop.stopServer();
        List<String> snapshots = capturedOffline(2, Duration.ofMinutes(1));
        work.write("a.txt", "told to people\n");
        Ran told = desktop.comfort("capture", "--repo", work.root().toString(), "--lang", "ko");
        assertThat(told.exit()).as(told.toString()).isZero();
        assertThat(told.out()).contains("중지", "보관");
        Ran stopped = spool("send");
        assertThat(stopped.exit()).isEqualTo(3);
        assertThat(stopped.errorCode()).isEqualTo("SERVER_STOPPED");
        assertThat(stopped.json().path("error").path("waiting").asInt()).isEqualTo(3);

        desktop.startServer();
        assertThat(spool("send").exit()).isZero();

        assertThat(arrived()).hasSize(3).startsWith(snapshots.toArray(String[]::new));
        assertThat(spool("list").out()).isEmpty();
    }

    @Test
    void nothingIsKeptForAServerThatWasStoppedAMonthAgo() {
        desktop.stopServer();
        work.write("a.txt", "edited\n");
        desktop.stoppedFor(Duration.ofDays(29));
        assertThat(desktop.capture().json().path("status").asString()).isEqualTo("SPOOLED");

        desktop.stoppedFor(Duration.ofDays(31));
        work.write("a.txt", "edited again\n");
        Ran ran = desktop.capture();

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.errorCode()).isEqualTo("NO_SERVER");
        assertThat(spool("list").objects()).hasSize(1);
        desktop.startServer();
    }

    @Test
    void whyItWaitsIsSaidWhereTheServerWasStopped() {
        desktop.stopServer();
        work.write("a.txt", "edited\n");
        Ran ran = desktop.capture();
        assertThat(ran.json().path("status").asString()).isEqualTo("SPOOLED");
        assertThat(ran.json().path("because").path("code").asString()).isEqualTo("SERVER_STOPPED");
        desktop.startServer();
        work.write("a.txt", "edited again\n");
        assertThat(desktop.capture().json().path("status").asString()).isEqualTo("CAPTURED");
        assertThat(arrived()).hasSize(2);
    }

    @Test
    void theNextCaptureSendsWhatWaitsBeforeItself() {
        desktop.server().goDown();
        List<String> snapshots = capturedOffline(3, Duration.ofMinutes(1));
        desktop.server().comeUp();
        work.write("b.txt", "online again\n");

        Ran ran = desktop.capture();

        assertThat(ran.json().path("status").asString()).isEqualTo("CAPTURED");
        assertThat(arrived()).hasSize(4).startsWith(snapshots.toArray(String[]::new));
        assertThat(arrived().getLast()).isEqualTo(ran.json().path("snapshot").asString());
    }

    @Test
    void aClockThatGoesBackDoesNotChangeTheOrder() {
        desktop.server().goDown();
        List<String> snapshots = capturedOffline(4, Duration.ofMinutes(-10));
        desktop.server().comeUp();
        assertThat(spool("send").exit()).isZero();
        assertThat(arrived()).isEqualTo(snapshots);
    }

    /** Either before the server has stored the capture, or after it has, but before the desk heard of it. */
    @ParameterizedTest
    @CsvSource({"1,false", "1,true", "3,false", "4,true"})
    void killedInTheMiddleOfSendingItGoesOnWhereItWas(int number, boolean stored) throws Exception {
        desktop.server().goDown();
        List<String> snapshots = capturedOffline(5, Duration.ofMinutes(1));
        desktop.server().comeUp();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        String last = snapshots.get(number - 1);
        desktop.server().watchCaptures((order, kept) -> {
            if (kept == stored && order.path("snapshot").asString().equals(last)) {
                reached.countDown();
                await(killed);
            }
        });
        Process sender = desktop.start("spool", "send", "--repo", work.root().toString());
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        sender.destroyForcibly().waitFor();
        assertThat(work.root().resolve(".git/comfort/spool/sending.lock")).exists();
        desktop.server().watchCaptures((order, kept) -> {});
        killed.countDown();

        Ran again = spool("send");

        assertThat(again.exit()).as(again.toString()).isZero();
        assertThat(arrived()).isEqualTo(snapshots);
        assertThat(spool("list").out()).isEmpty();
        assertThat(work.root().resolve(".git/comfort/spool")).isEmptyDirectory();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCaptureThatIsKilledWhileItSendsIsKept() throws Exception {
        work.write("a.txt", "edited\n");
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        desktop.server().watchCaptures((order, stored) -> {
            reached.countDown();
            await(killed);
        });
        Process capture = desktop.start("capture", "--repo", work.root().toString());
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        capture.destroyForcibly().waitFor();
        desktop.server().watchCaptures((order, stored) -> {});
        killed.countDown();
        assertThat(spool("send").exit()).isZero();
        assertThat(arrived()).hasSize(1);
    }

    @Test
    void whatTheServerWillNeverTakeDoesNotHoldUpTheRest() {
        desktop.server().goDown();
        List<String> snapshots = capturedOffline(3, Duration.ofMinutes(1));
        desktop.server().comeUp();
        desktop.server().answerOnce("/api/captures", 422, TestServer.problem("TOO_LARGE", "Too large."));
        Ran ran = spool("send");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.objects())
                .extracting(line -> line.path("status").asString())
                .containsExactlyInAnyOrder("SENT", "SENT", "REFUSED");
        assertThat(arrived()).containsExactly(snapshots.get(1), snapshots.get(2));
    }

    @Test
    void aServerThatIsNotWellIsAskedAnotherTime() {
        work.write("a.txt", "edited\n");
        desktop.server().answerOnce("/api/captures", 503, TestServer.problem("UNAVAILABLE", "Not now."));
        Ran ran = desktop.capture();
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("because").path("code").asString()).isEqualTo("UNAVAILABLE");
        assertThat(spool("send").exit()).isZero();
        assertThat(arrived()).hasSize(1);
    }

    @Test
    void whoWaitsForAMessageHearsThatThereIsNone() {
        desktop.server().goDown();
        work.write("a.txt", "edited\n");
        Ran ran = desktop.comfort(
                "capture", "--wait", "--json", "--repo", work.root().toString());
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.json().path("status").asString()).isEqualTo("SPOOLED");
    }

    @Test
    void anAutomaticCaptureTakesNothingTwice() {
        String[] automatic = {
            "capture", "--automatic", "--json", "--repo", work.root().toString()
        };
        work.write("a.txt", "edited\n");
        desktop.server().goDown();
        assertThat(desktop.comfort(automatic).json().path("status").asString()).isEqualTo("SPOOLED");
        assertThat(desktop.comfort(automatic).json().path("status").asString()).isEqualTo("CAPTURED_BEFORE");
        desktop.server().comeUp();
        spool("send");
        assertThat(desktop.comfort(automatic).json().path("status").asString()).isEqualTo("CAPTURED_BEFORE");
        work.write("a.txt", "edited again\n");
        assertThat(desktop.comfort(automatic).json().path("status").asString()).isEqualTo("CAPTURED");
        assertThat(arrived()).hasSize(2);
    }

    @Test
    void whatAnEditorSpooledIsSentToo() throws IOException {
        desktop.server().goDown();
        capturedOffline(1, Duration.ZERO);
        Path spooled = onlyFileIn(work.root().resolve(".git/comfort/spool"));
        JsonNode json = Json.parse(Files.readString(spooled));
        assertThat(json.propertyNames())
                .as("the fields that the editors write")
                .contains("captureId", "lane", "snapshot", "tree", "base", "branch", "mode", "author", "capturedAt")
                .contains("client", "remote");
        Files.writeString(spooled, json.toString().replace("comfort-cli/", "comfort-vscode/"));
        desktop.server().comeUp();
        assertThat(spool("send").exit()).isZero();
        assertThat(desktop.server().lastOrder().path("client").asString()).startsWith("comfort-vscode/");
    }

    private static Path onlyFileIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .toList()
                    .getFirst();
        }
    }

    @Test
    void theSpoolTouchesNothingOfTheRepository() {
        desktop.server().goDown();
        work.write("a.txt", "edit\n");
        Map<String, String> before = work.everything();
        desktop.capture();
        assertThat(work.everything()).isEqualTo(before);
        desktop.server().comeUp();
        spool("send");
        assertThat(work.everything()).isEqualTo(before);
    }

    @Test
    void peopleReadWhatBecameOfIt() {
        desktop.server().goDown();
        work.write("a.txt", "edit\n");
        Ran kept = desktop.comfort("capture", "--repo", work.root().toString());
        assertThat(kept.out()).contains("kept on this disk", "comfort spool send");
        desktop.server().comeUp();
        Ran sent = desktop.comfort(
                "spool", "send", "--lang", "ko", "--repo", work.root().toString());
        assertThat(sent.out()).contains("보냈습니다");
    }
}
