package io.comfortcommit.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.cli.Start;
import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-03T10:00:00Z");

    private Desktop desktop;

    @BeforeEach
    void begin(@TempDir Path folder) {
        desktop = new Desktop(folder);
        for (int i = 0; i < 5; i++) {
            desktop.server().audit("commit-draft.edited", "Message edited: feat: " + i);
        }
    }

    @AfterEach
    void end() {
        desktop.close();
    }

    private String queries() {
        return desktop.server().auditQueries().getFirst();
    }

    @Test
    void aTableShowsTheNewestWithWhenWhichAndWho() {
        Ran ran = desktop.comfort("audit", "--limit", "3");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out().lines()).hasSize(3);
        assertThat(ran.out().lines().findFirst().orElseThrow())
                .contains("000000a1", "page/1", "Message edited: feat: 4");
        assertThat(desktop.comfort("audit").out().lines()).hasSize(5);
    }

    @Test
    void jsonIsAllOfItOneEntryALine() {
        assertThat(desktop.comfort("audit", "--json").objects())
                .extracting(entry -> entry.path("id").asString())
                .containsExactly("event-4", "event-3", "event-2", "event-1", "event-0");
        assertThat(desktop.comfort("audit", "--format", "json", "--limit", "2").objects())
                .hasSize(2);
    }

    @Test
    void aCsvIsPrintedAsItComes() {
        assertThat(desktop.comfort("audit", "--format", "csv").out()).isEqualTo("id,detail\n1,\"a\nb\"\n");
        assertThat(desktop.comfort("audit", "--format", "csv", "--limit", "2")
                        .out()
                        .lines())
                .hasSize(3)
                .startsWith("id,type,event,at,actor,client,traceId,repositoryId,draftId,sequence,detail,description")
                .anySatisfy(line -> assertThat(line).startsWith("event-4,").endsWith(",Message edited: feat: 4"));
        Ran refused = desktop.comfort("audit", "--format", "csv", "--json");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.errorCode()).isEqualTo("CSV_OR_JSON");
    }

    @Test
    void everyFilterIsAskedOfTheServer() {
        desktop.server().addDraft("01900000-0000-7000-8000-0000000000a1", "DRAFTED", "feat: one");

        desktop.comfort(
                "audit",
                "--limit=1",
                "--actor=system",
                "--repository=r",
                "--draft=0a1",
                "--event=Approved,Pushed",
                "--trace=cafe",
                "--from=2026-11-01T09:00:00Z",
                "--until=2026-11-02T09:00:00Z",
                "--text=결제 & retry");

        assertThat(queries())
                .isEqualTo("actor=system&repositoryId=r&draftId=01900000-0000-7000-8000-0000000000a1&traceId=cafe"
                        + "&from=2026-11-01T09:00:00Z&until=2026-11-02T09:00:00Z&text=결제+&+retry"
                        + "&events=Approved&events=Pushed&first=1");
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        desktop.server()
                .answerOnce("/api/audit", 400, TestServer.problem("BAD_REQUEST", "events must be one of Approved"));
        Ran ran = desktop.comfort("audit", "--event", "Exploded");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("one of Approved");

        desktop.server().answerOnce("/api/audit/export", 400, TestServer.problem("BAD_REQUEST", "no such repository"));
        assertThat(desktop.comfort("audit", "--json", "--repository", "x").errorCode())
                .isEqualTo("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "csv"})
    void whoFollowsSeesTheLastOnesAndThenEachNewOneOnceAlsoAfterTheServerWasAway(String format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread following = Thread.ofPlatform().start(() -> {
            var _ = Start.run(
                    desktop.environment(),
                    InstantSource.system(),
                    UUID::randomUUID,
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    "audit",
                    "--follow",
                    "--format",
                    format);
        });
        try {
            await().until(() -> out.toString(StandardCharsets.UTF_8).contains("feat: 4"));
            desktop.server().answerOnce("/api/audit", 200, "<not the server>");
            desktop.server().audit("commit-draft.approved", "Approved: feat: 5");

            await().until(() -> out.toString(StandardCharsets.UTF_8).contains("feat: 5"));

            assertThat(Pattern.compile("feat: (\\d)")
                            .matcher(out.toString(StandardCharsets.UTF_8))
                            .results()
                            .map(found -> found.group(1)))
                    .containsExactly("0", "1", "2", "3", "4", "5");
        } finally {
            following.interrupt();
            following.join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T09:00:00Z, 2026-11-01T09:00:00Z",
        "2026-11-01, 2026-10-31T15:00:00Z",
        "90m, 2026-11-03T08:30:00Z",
        "2h, 2026-11-03T08:00:00Z",
        "7d, 2026-10-27T10:00:00Z",
        "30s, 2026-11-03T09:59:30Z"
    })
    void aTimeIsWrittenInFullAsADayHereOrAsSoLongAgo(String written, Instant meant) {
        assertThat(Moment.of(written, () -> NOW, ZoneId.of("Asia/Seoul"))).isEqualTo(meant);
    }

    @Test
    void whatIsNoTimeIsAMistakeOfUse() {
        Ran ran = desktop.comfort("audit", "--from", "yesterday");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("yesterday", "2h");
    }
}
